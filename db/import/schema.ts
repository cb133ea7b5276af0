import { columns } from '../../domain/import/columns.ts';
import { keyFields, type MasterTable, masterTables } from '../../domain/import/tables.ts';
import { escaped, listOf, ROOT, ROW, XML_VERSION } from './xml.ts';

/** The schema (XSD 1.0) of our own XML format, made from the tables themselves: it can't say anything else than reading does. */
export function writeSchema(): string {
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">',
    `  <xs:element name="${ROOT}">`,
    '    <xs:complexType>',
    '      <xs:all>',
    ...masterTables.map(
      (table) => `        <xs:element name="${listOf(table)}" type="${listOf(table)}" minOccurs="0"/>`,
    ),
    '      </xs:all>',
    `      <xs:attribute name="version" use="required" fixed="${XML_VERSION}"/>`,
    '    </xs:complexType>',
    '  </xs:element>',
    ...masterTables.flatMap(typeOf),
    '</xs:schema>',
  ].join('\n')}\n`;
}

function typeOf(table: MasterTable): string[] {
  return [
    `  <xs:complexType name="${listOf(table)}">`,
    '    <xs:sequence>',
    `      <xs:element name="${ROW[table]}" minOccurs="0" maxOccurs="unbounded">`,
    '        <xs:complexType>',
    ...columns[table].flatMap(({ field, cell, heading }) => [
      `          <xs:attribute name="${field}"${keyFields[table].includes(field) ? ' use="required"' : ''}>`,
      `            <xs:annotation><xs:documentation xml:lang="de">${escaped(heading)}</xs:documentation></xs:annotation>`,
      '            <xs:simpleType>',
      '              <xs:restriction base="xs:string">',
      ...facetsOf(cell.plain),
      '              </xs:restriction>',
      '            </xs:simpleType>',
      '          </xs:attribute>',
    ]),
    '        </xs:complexType>',
    '      </xs:element>',
    '    </xs:sequence>',
    '  </xs:complexType>',
  ];
}

function facetsOf(plain: readonly string[] | string | null): string[] {
  if (plain === null) return [];
  if (typeof plain === 'string') return [`                <xs:pattern value="${escaped(plain)}"/>`];
  return plain.map((word) => `                <xs:enumeration value="${escaped(word)}"/>`);
}
