package mailapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailstore"
	"fourgates/internal/policy"
)

// askedAtOnce is of how many e-mails it is asked in one look what became of them.
const askedAtOnce = 200

// AskFates asks what became of e-mails that a service took, where that is due, and returns of how many it knows now.
func AskFates(ctx context.Context, a *act.App, p Post) (known int, err error) {
	if p.Fate == nil {
		return 0, nil
	}
	list, err := mailstore.ToAsk(ctx, a.Store.Reader, a.Instant(), askedAtOnce)
	if err != nil {
		return 0, err
	}
	var wrong error
	for _, m := range list {
		fate, asked := p.Fate(ctx, m.OutsideID, a.Now())
		if asked != nil { // asked again later, and the others all the same
			wrong, fate = errors.Join(wrong, fmt.Errorf("ask what became of e-mails: %w", asked)), mails.Fate{}
		}
		if err := a.Store.InTx(ctx, func(w db.Writer) error {
			out, err := mailstore.MailForUpdate(ctx, w, m.ID, a.Instant())
			if err != nil {
				return err
			}
			return mailstore.SetMail(ctx, w, out.Became(fate, a.Instant()))
		}); err != nil {
			return known, err
		}
		if fate.Over {
			known++
		}
	}
	return known, wrong
}

// RecordBounce records that an e-mail came back, with what came with it. It refuses what mails.Mail's CameBack does.
func RecordBounce(ctx context.Context, a *act.App, actor policy.Actor, id domain.MailID, said string) error {
	return record(ctx, a, actor, id, "Recorded that the e-mail came back",
		func(m mails.Mail, now time.Time) (mails.Mail, error) { return m.CameBack(said, actor.ID, now) })
}

// TakeBounceBack says that an e-mail did not come back. It refuses what mails.Mail's NotBack does.
func TakeBounceBack(ctx context.Context, a *act.App, actor policy.Actor, id domain.MailID) error {
	return record(ctx, a, actor, id, "Taken back that the e-mail came back",
		func(m mails.Mail, _ time.Time) (mails.Mail, error) { return m.NotBack() })
}

func record(ctx context.Context, a *act.App, actor policy.Actor, id domain.MailID, did string,
	change func(mails.Mail, time.Time) (mails.Mail, error)) error {
	return a.Do(ctx, actor, policy.ManageMails, func(s *act.Step) error {
		out, err := mailstore.MailForUpdate(ctx, s.Writer, id, s.Now())
		if err != nil {
			return err
		}
		is, err := change(out.Mail, s.Now())
		if err != nil {
			return err
		}
		if is.State == out.State && is.Said == out.Said {
			return s.Same()
		}
		s.Record(is.Event(did))
		return mailstore.SetMail(ctx, s.Writer, is)
	})
}

// Test sends an e-mail to an address. It returns a *domain.BlockedError by the field with what the server answered
// where that did not take it, and where there is no server.
func Test(ctx context.Context, a *act.App, actor policy.Actor, address string) error {
	if !policy.Can(actor, policy.ManageMails) {
		return domain.ErrForbidden
	}
	if a.Mail.By == "" {
		return domain.Blocked("address", "No e-mail goes out: there is no mail server")
	}
	if wrong := domain.CheckEmail(address); wrong != "" {
		return domain.Blocked("address", wrong)
	}
	if err := a.Mail.Test(ctx, address); err != nil {
		return domain.Blocked("address", "The server did not take it: "+err.Error())
	}
	return nil
}
