package db

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/domain"
)

// SentForm is a form that somebody sends: by its key, with a digest of where it goes and what it holds. It counts once.
type SentForm struct {
	Person domain.PersonID
	Key    string
	Held   string
	Try    string    // of which request: each has its own
	Answer string    // the page that it led to; "" while its request is not over
	SentAt time.Time // when it was taken
}

// TakeForm says before anything else of the transaction that it records what the form holds. Where another request
// does so at the same time, this waits until that has ended, and where it has recorded it, this transaction fails with
// taken.
func (w Writer) TakeForm(ctx context.Context, f SentForm, taken error) error {
	return w.ChangeLater(ctx, "take form", `
		INSERT INTO sent_forms AS s (person_id, form_key, held, try, sent_at)
		VALUES (@person, @key, @held, @try, @at)
		ON CONFLICT (person_id, form_key) DO UPDATE SET held = excluded.held WHERE s.try = excluded.try`,
		Named{"person": int64(f.Person), "key": f.Key, "held": f.Held, "try": f.Try, "at": f.SentAt},
		func(err error) error {
			if errors.Is(err, domain.ErrConflict) {
				return taken
			}
			return err
		})
}

// SentForm is the form that the person has sent with a key. It returns domain.ErrNotFound where none was taken.
func (s *Store) SentForm(ctx context.Context, person domain.PersonID, key string) (SentForm, error) {
	return One[SentForm](ctx, s.DB, "sent form", `
		SELECT person_id AS person, form_key AS key, held, try, answer, sent_at
		FROM sent_forms WHERE person_id = @person AND form_key = @key`, Named{"person": int64(person), "key": key})
}

// AnswerForm notes the page that the form led to, of the request that took it or that needed to record nothing.
func (s *Store) AnswerForm(ctx context.Context, f SentForm) error {
	_, err := s.DB.Exec(ctx, `
		INSERT INTO sent_forms AS s (person_id, form_key, held, try, sent_at, answer)
		VALUES (@person, @key, @held, @try, @at, @answer)
		ON CONFLICT (person_id, form_key) DO UPDATE SET answer = excluded.answer WHERE s.try = excluded.try`,
		Named{"person": int64(f.Person), "key": f.Key, "held": f.Held, "try": f.Try, "at": f.SentAt,
			"answer": f.Answer})
	return err
}

// ReleaseForm has a form count as not sent, of which a part was recorded before the rest was refused.
func (s *Store) ReleaseForm(ctx context.Context, f SentForm) error {
	_, err := s.DB.Exec(ctx, `
		DELETE FROM sent_forms WHERE person_id = @person AND form_key = @key AND try = @try AND answer = ''`,
		Named{"person": int64(f.Person), "key": f.Key, "try": f.Try})
	return err
}

// formsAtOnce is how many forms are forgotten in one step.
const formsAtOnce = 1000

// ForgetForms forgets the forms that were sent before a time, in steps, and says how many they were.
func (s *Store) ForgetForms(ctx context.Context, before time.Time) (done int, err error) {
	for {
		tag, err := s.DB.Exec(ctx, `
			DELETE FROM sent_forms WHERE ctid = ANY(ARRAY(
			    SELECT ctid FROM sent_forms WHERE sent_at < @before ORDER BY sent_at LIMIT @most))`,
			Named{"before": before, "most": formsAtOnce})
		done += int(tag.RowsAffected())
		if err != nil || tag.RowsAffected() < formsAtOnce {
			return done, err
		}
	}
}
