-- count_access_refusal: the same was refused again. $1 id bigint  $2 copies bigint
update access_refusal set copies = copies + $2
where id = $1
