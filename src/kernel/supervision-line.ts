/** The supervision line (扶贫监督举报电话) that every paper names: 2016 provincial opinion. */
export const SUPERVISION_LINE = '12317';
