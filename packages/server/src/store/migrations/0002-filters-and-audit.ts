import type { ColumnTypes } from '../column-types.ts';

/** What a session has narrowed its lists down to, and what the provider's staff has changed. */
export const filtersAndAudit = ({ id, integer, strict }: ColumnTypes): readonly string[] => [
  `create table session_filter (
    session ${integer} not null references session on delete cascade,
    list text not null,
    field text not null,
    value text not null,
    primary key (session, list, field)
  ) ${strict}`,
  `create table audit (
    id ${id},
    project ${integer} not null references project,
    "user" ${integer} not null references "user",
    func text not null,
    elid ${integer} not null,
    before text,
    after text,
    cdate ${integer} not null
  ) ${strict}`,
  `create index audit_project on audit (project, id)`,
];
