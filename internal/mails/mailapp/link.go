package mailapp

import (
	"context"
	"crypto/rand"
	"errors"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailstore"
	"fourgates/internal/people"
	"fourgates/internal/signin"
)

// MakeLink makes the e-mail of a link to set a password, frozen without the secret in it, and puts it into the queue.
// It makes none of a link that was used, has run out, or has one.
func MakeLink(ctx context.Context, a *act.App, p Post, id domain.InvitationID) error {
	return a.Store.InTx(ctx, func(w db.Writer) error {
		to, err := mailstore.Invited(ctx, w, id, a.Instant())
		if errors.Is(err, domain.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		to.Lasts = people.InvitationLasts
		if to.Maker == "" {
			to.Lasts = people.ResetLasts
		}
		random := a.Random
		if random == nil {
			random = rand.Reader
		}
		message, err := messageID(random)
		if err != nil {
			return err
		}
		n := mailstore.New{Link: id, State: mails.Waiting, Letter: mails.LetterOf(p.House, to, message)}
		if p.Send == nil {
			n.State = mails.Kept
		}
		if n.Frozen, err = n.Letter.Freeze(random); err != nil {
			return err
		}
		return mailstore.AddMails(ctx, w, []mailstore.New{n}, a.Instant())
	})
}

// tokenFor makes the secret of a link as its e-mail goes out, and is the link with it. Nothing keeps it but its hash: a
// try that failed leaves a link that opens nothing once there is another.
func tokenFor(ctx context.Context, a *act.App, w db.Writer, out mailstore.Outgoing, link string) (string, error) {
	lasts := people.InvitationLasts
	if out.ByThem {
		lasts = people.ResetLasts
	}
	token := rand.Text() // 130 random bits
	return link + token, mailstore.SetToken(ctx, w, out.Link, signin.TokenHash(token), a.Instant(),
		a.Instant().Add(lasts))
}
