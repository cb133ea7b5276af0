-- Which migrations a workspace's database has, as one word, so that nobody has to connect to each to know.
alter table workspace add column schema_version text;
