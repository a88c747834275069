export { actingPerson } from '../../../platform/acting-person.ts';
