package act

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// Sending is a form that a request brings. The commands of the request take it: what they record counts once.
type Sending struct {
	db.SentForm
	Taken bool // something of it is recorded
}

type sendingKey struct{}

// WithSending puts the form that a request brings into the context. A step in that context takes it in its transaction,
// and fails with ErrSent where another request has.
func WithSending(ctx context.Context, f *Sending) context.Context {
	return context.WithValue(ctx, sendingKey{}, f)
}

// ErrSent is that a form was taken already.
var ErrSent = domain.Stands("This form was sent before, and stands as it was sent then. Open its page again to say " +
	"something else")

// inTx is Store.InTx for a step: it takes the form that the request brings, where it brings one.
func (a *App) inTx(ctx context.Context, body func(db.Writer) error) error {
	f, ok := ctx.Value(sendingKey{}).(*Sending)
	if !ok {
		return a.Store.InTx(ctx, body)
	}
	err := a.Store.InTx(ctx, func(w db.Writer) error {
		if err := w.TakeForm(ctx, f.SentForm, ErrSent); err != nil {
			return err
		}
		return body(w)
	})
	f.Taken = f.Taken || err == nil
	return err
}

// formsKept is how long a form that was sent counts no second time. Sessions are over long before.
const formsKept = 7 * 24 * time.Hour

// ForgetForms forgets the forms that were sent so long ago that nobody sends them again.
func ForgetForms(ctx context.Context, a *App) (int, error) {
	return a.Store.ForgetForms(ctx, a.Now().Add(-formsKept))
}
