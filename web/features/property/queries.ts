import { keepPreviousData } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { type Answers, api, type Questions } from '../../api.ts';
import { useInfiniteQuery, useQuery } from '../../query.ts';
import { officeKey } from '../desk/queries.ts';

const PAGE = 100;

/** The properties that the employee works on, with what they hold. */
export const usePropertyLines = (filter: Accessor<Questions['properties']['list']>, wanted: Accessor<boolean>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'properties', filter()],
    queryFn: () => api.properties.list.query(filter()),
    enabled: wanted(),
    placeholderData: keepPreviousData,
  }));

/** The units of all properties, a hundred at a time. */
export const useUnitLines = (filter: Accessor<Questions['units']['list']>, wanted: Accessor<boolean>) =>
  useInfiniteQuery(() => ({
    queryKey: [...officeKey, 'units', filter()],
    queryFn: ({ pageParam }) => api.units.list.query({ ...filter(), limit: PAGE, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last: Answers['units']['list'], all: Answers['units']['list'][]) =>
      last.length < PAGE ? undefined : all.length * PAGE,
    enabled: wanted(),
    placeholderData: keepPreviousData,
  }));

/** One property's page. */
export const usePropertyPage = (id: Accessor<string>) =>
  useQuery(() => ({
    queryKey: [...officeKey, 'property', id()],
    queryFn: () => api.properties.get.query({ id: id() }),
  }));

/** One unit's page. */
export const useUnitPage = (id: Accessor<string>) =>
  useQuery(() => ({ queryKey: [...officeKey, 'unit', id()], queryFn: () => api.units.get.query({ id: id() }) }));

/** What a pattern would make; nothing is asked while the pattern is wrong. */
export const usePreview = (asked: Accessor<Questions['units']['preview'] | null>) =>
  useQuery(() => ({
    queryKey: ['units preview', asked()],
    queryFn: () => api.units.preview.query(asked() as Questions['units']['preview']),
    enabled: asked() !== null,
    placeholderData: keepPreviousData,
    refetchInterval: false as const,
    staleTime: 0,
  }));
