-- A campaign on a document is about the version that was shown when it was opened, whatever follows.
alter table campaign
  add column document_version integer,
  add foreign key (document_id, document_version) references document_version (document_id, n),
  add check ((document_id is null) = (document_version is null));
