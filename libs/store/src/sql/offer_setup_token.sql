-- offer_setup_token: let the bearer of a token make the first account, while there is none.
-- $1 token_hash bytea
-- rows: one when it was offered, none when somebody can sign in already.
insert into setup_token (token_hash)
select $1::bytea
where not exists (select from account where division <> '000000') -- the canary's cannot sign in
on conflict (token_hash) do nothing
returning 1 as offered
