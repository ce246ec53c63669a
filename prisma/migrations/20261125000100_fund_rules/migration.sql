-- The command line changes the rules of a fund by which it is judged and decided, each change with its event;
-- `conferir` names one that has none. What a fund is (its code, CNPJ, rounding, price basis) stays as it was opened.
grant update (jump_limit, traded_price_limit, stale_business_days, cut_off_time, service_time_s, two_people_cents,
              step_up_cents, review_minutes)
  on fund to lastro_worker;
