-- People approved it when it was held, and must still have when it takes effect: a first approval that is
-- taken back meanwhile, by whichever way, leaves too few.
drop trigger check_review_outcome on review_item;
create trigger check_review_outcome before update on review_item for each row
  when (new.outcome = 'APPROVED'
        and (old.outcome is distinct from 'APPROVED' or (new.state = 'DECIDED' and old.state <> 'DECIDED')))
  execute function lastro.check_review_outcome();
