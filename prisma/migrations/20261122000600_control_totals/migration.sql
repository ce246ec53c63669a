-- What a person expects a file to add up to; the confirmation compares it with what goes in.
alter table upload add column expected_totals jsonb;
