import { conflict, type Failure, type FieldError } from '../../../kernel/failure.ts';
import { nameOfGrade, type Grade } from './arrears.ts';

export const gradedThatDay = (): Failure =>
  conflict({ code: 'loan.graded-that-day', detail: '该笔贷款这一天已有分类，请换一个日期或核对原记录。' });

/** Said to whoever enters it; the class is the bank's all the same. */
export const gradeTooGood = (best: Grade, days: number): FieldError => ({
  code: 'loan.grade-too-good',
  pointer: '/grade',
  detail: `该笔贷款已逾期 ${days} 天，一般应至少划为${nameOfGrade(best)}；已照填报登记，请复核。`,
});
