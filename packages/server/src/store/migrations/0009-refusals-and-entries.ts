import type { ColumnTypes } from '../column-types.ts';

/** Landings that made no click, with the reason; and what finds the last time that the staff entered an account. */
export const refusalsAndEntries = ({ id, integer, strict }: ColumnTypes): readonly string[] => [
  `create table referralprogram_refusal (
    id ${id},
    project ${integer} not null references project,
    partner ${integer},
    site text not null,
    reason text not null,
    url text,
    cdate ${integer} not null
  ) ${strict}`,
  `create index referralprogram_refusal_project on referralprogram_refusal (project, cdate)`,
  `create index referralprogram_refusal_cdate on referralprogram_refusal (cdate)`,
  `create index audit_entered on audit ("user", elid, cdate) where func = 'su'`,
];
