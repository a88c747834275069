/** 利随本清 is for terms of up to a year: months, that one included. */
export const LONGEST_BULLET_MONTHS = 12;
