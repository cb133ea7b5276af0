-- The control database knows workspaces, nothing of their people.

create table workspace (
  id text primary key check (id ~ '^w[a-z2-7]{12}$'),
  slug text not null unique,
  name text not null,
  hosts text[] not null,
  database_name text not null unique,
  role_name text not null unique,
  -- Sealed with MASTER_KEY (AES-256-GCM), bound to this row's id.
  role_password bytea not null,
  key bytea not null,
  plan text not null default 'standard',
  state text not null default 'creating' check (state in ('creating', 'active', 'suspended', 'failed')),
  -- Why it failed: an error's class, never data.
  failure text,
  locale text not null default 'de' check (locale in ('de', 'en')),
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  -- When it could first be used; the earliest is the default workspace.
  ready_at timestamptz,
  created_at timestamptz not null default now()
);

-- A host serves one workspace: a primary key over all workspaces' hosts, kept by the table's own trigger.
create table workspace_host (
  host text primary key,
  workspace_id text not null references workspace on delete cascade
);

create function workspace_hosts_kept() returns trigger language plpgsql as $$
begin
  delete from workspace_host where workspace_id = new.id;
  insert into workspace_host (host, workspace_id) select distinct unnest(new.hosts), new.id;
  return null;
end $$;

create trigger workspace_hosts after insert or update of hosts on workspace
  for each row execute function workspace_hosts_kept();
