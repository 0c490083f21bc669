import { type AnswerElement, asArray } from '@billref/protocol';
import type { ComponentChildren } from 'preact';
import type { Page } from './page.tsx';

/** What a function answered, for somebody who opened it in a browser and whom no page of its own awaits. */
export const answerPage = (func: string, doc: AnswerElement): Page => ({
  title: func,
  body: <AnswerTable element={doc} />,
});

/** An element to read: what stands there once as terms, what stands there often as a table. */
export function AnswerTable({ element }: { element: AnswerElement }) {
  const children = Object.entries(element.children ?? {});
  const single = children.flatMap(([name, child]) => (Array.isArray(child) ? [] : [[name, asArray(child)] as const]));
  const lists = children.flatMap(([name, child]) => (Array.isArray(child) ? [[name, asArray(child)] as const] : []));
  const attributes = Object.entries(element.attributes ?? {});
  return (
    <>
      {element.text}
      {single.length + attributes.length > 0 && (
        <dl>
          {attributes.map(([name, value]) => (
            <Term key={name} name={name}>
              {value}
            </Term>
          ))}
          {single.map(([name, [child]]) => (
            <Term key={name} name={name}>
              {child && <AnswerTable element={child} />}
            </Term>
          ))}
        </dl>
      )}
      {lists.map(([name, rows]) => (
        <Rows key={name} name={name} rows={rows} />
      ))}
    </>
  );
}

const Term = ({ name, children }: { name: string; children?: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** A row for each element, a column for whatever one of them has. */
function Rows({ name, rows }: { name: string; rows: readonly AnswerElement[] }) {
  const cells = rows.map(({ attributes = {}, text, children = {} }) => ({
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { text: value }])),
    ...(text !== undefined && { [name]: { text } }),
    ...children,
  }));
  const columns = [...new Set(cells.flatMap((row) => Object.keys(row)))];
  return (
    <table>
      <caption>{name}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((row: Readonly<Record<string, AnswerElement | readonly AnswerElement[]>>, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <td key={column}>
                {asArray(row[column]).map((one, place) => (
                  <AnswerTable key={place} element={one} />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
