import { keepPreviousData } from '@tanstack/solid-query';
import { type Accessor, createEffect } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';
import { useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

/** A document as the office sees it. */
export type OfficeDocument = Answers['documents']['get'];
export type DocumentVersion = OfficeDocument['versions'][number];
export type DocumentRow = Answers['documents']['list'][number];
export type Audience = Answers['documents']['audience'];
export type Delivery = Answers['documents']['delivery'];
export type DocumentFilter = Questions['documents']['list'];
export type Draft = Questions['documents']['save'];
export type Addressee = Draft['addressees'][number];
/** A document as its reader sees it. */
export type ReadDocument = Answers['documents']['read'];
export type OwnDocument = Answers['documents']['mine'][number];

export const keys = {
  all: [...officeKey, 'documents'] as const,
  one: (id: string) => [...officeKey, 'documents', id] as const,
  mine: ['portal', 'documents'] as const,
};

/** The office's documents that a filter leaves. */
export const useDocuments = (filter: Accessor<DocumentFilter>) =>
  useQuery(() => ({
    queryKey: [...keys.all, 'list', filter()],
    queryFn: () => api.documents.list.query(filter()),
    placeholderData: keepPreviousData,
    throwOnError: false,
  }));

/** One document; the office's live topic keeps it fresh. */
export const useDocument = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: keys.one(id()),
    queryFn: () => api.documents.get.query({ id: id() }),
    throwOnError: false,
  }));

/** Exactly who reads a document and who does not; asked anew with each revision of it. */
export const useAudience = (id: Accessor<string>, revision: Accessor<number>) =>
  useQuery(() => ({
    queryKey: [...keys.one(id()), 'audience', revision()],
    queryFn: () => api.documents.audience.query({ id: id() }),
    throwOnError: false,
  }));

/** How its messages stand: every few seconds while some are under way. */
export const useDelivery = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...keys.one(id()), 'delivery'],
    queryFn: () => api.documents.delivery.query({ id: id() }),
    refetchInterval: (query: { state: { data: Delivery | undefined } }) =>
      (query.state.data?.progress?.waiting ?? 0) > 0 ? 3_000 : 30_000,
    throwOnError: false,
  }));

/** What whoever is signed in may read today. */
export const useOwnDocuments = (text: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...keys.mine, text()],
    queryFn: () => api.documents.mine.query({ text: text() || null }),
    placeholderData: keepPreviousData,
    throwOnError: false,
  }));

/** One of them; that it was opened is noted once it is there. */
export function useReading(id: Accessor<string>) {
  const query = useQuery(() => ({
    queryKey: ['portal', 'document', id()],
    queryFn: () => api.documents.read.query({ id: id() }),
    throwOnError: false,
  }));
  createEffect(() => {
    const shown = query.data;
    if (shown) void api.documents.opened.mutate({ id: shown.id }).catch(() => {});
  });
  return query;
}
