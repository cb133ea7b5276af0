-- Fifty thousand documents are searched within a moment, whether a word stands in all of them or in none. PostgreSQL keeps no
-- statistics of long texts: which of two ways is the shorter one is found out here, and each way is open to one function.

create index document_search_newest on document_search (at desc);
-- What is addressed to somebody by name.
create index document_addressee_person on document_addressee (person_id) where person_id is not null;

-- Reads the newest first until enough have the words: for frequent ones.
create function documents_by_age(which text, most integer) returns setof uuid language plpgsql stable
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
  return query execute format('select document_id from document_search where %s order by at desc limit %s', which, most);
end $$;

-- Reads what the index of words names, and sorts it: for rare ones.
create function documents_by_words(which text, most integer) returns setof uuid language plpgsql stable
set enable_seqscan = off set enable_indexscan = off as $$
begin
  return query execute format('select document_id from document_search where %s order by at desc limit %s', which, most);
end $$;

-- The newest documents that contain all patterns. In how many they stand, a few hundred of the newest tell.
create or replace function found_documents(patterns text[], drafts boolean, most integer) returns setof uuid
language plpgsql stable rows 200 as $$
declare
  looked constant integer := 300;
  which text := case when drafts then '' else 'not is_draft and ' end
    || (select string_agg(format('words like %L', folded(p)), ' and ') from unnest(patterns) p);
  known real := (select greatest(reltuples, 1) from pg_class where oid = 'document_search'::regclass);
  share real;
begin
  execute format('select count(*)::real / %s from (
    select words, is_draft from document_search order by at desc limit %s) newest where %s', looked, looked, which) into share;
  -- So many would be read in order of their age, and so many are named by the index.
  if share > 0 and most / share < known * share then
    return query select * from documents_by_age(which, most);
  else
    return query select * from documents_by_words(which, most);
  end if;
end $$;
