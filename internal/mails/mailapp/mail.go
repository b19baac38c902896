// Package mailapp makes the e-mails of notices and sends them.
//
// Neither is a change of record that a person makes: they have no audit entry. What became of each e-mail is kept with
// it.
package mailapp

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailstore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// Post is how e-mails leave the house.
type Post struct {
	mails.House
	// Send hands a letter to the mail server, and returns by which id that can be asked later, if it can. Its error is
	// what kept the server from taking it, and final says whether trying again would be refused again. It is nil where
	// there is no server.
	Send func(ctx context.Context, l mails.Letter, at time.Time) (id string, final bool, err error)
	// Fate asks what became of what was sent. It is nil where that cannot be asked.
	Fate      func(ctx context.Context, id string, at time.Time) (mails.Fate, error)
	PerMinute int
}

// Make makes the e-mails of a notice to whoever has none of it yet: frozen, and put into the queue. Without a mail
// server they are kept. Who may not be written to has one that says why it was withheld.
func Make(ctx context.Context, a *act.App, p Post, id domain.NoticeID) error {
	return a.Store.InTx(ctx, func(w db.Writer) error {
		n, err := mailstore.NoticeForUpdate(ctx, w, id)
		if err != nil {
			return err
		}
		to, err := mailstore.Unmailed(ctx, w, id)
		if err != nil || len(to) == 0 {
			return err
		}
		about := mails.About{Subject: n.Subject, Body: n.Body, Link: n.Link}
		if n.Area != 0 {
			if about.Team, err = mailstore.Team(ctx, w.Reader, n.Area, a.Today()); err != nil {
				return err
			}
		}
		var list []mailstore.New
		for _, r := range to {
			one, err := newMail(p, about, r, a.Random)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return mailstore.AddMails(ctx, w, list, a.Instant())
	})
}

func newMail(p Post, about mails.About, r mails.Recipient, random io.Reader) (n mailstore.New, err error) {
	if random == nil {
		random = rand.Reader
	}
	id, err := messageID(random)
	if err != nil {
		return n, err
	}
	n = mailstore.New{Recipient: r.ID, State: mails.Waiting, Said: r.Withheld(),
		Letter: mails.LetterTo(p.House, about, r, id)}
	switch {
	case n.Said != "":
		n.State = mails.Held
	case p.Send == nil:
		n.State = mails.Kept
	}
	n.Frozen, err = n.Letter.Freeze(random)
	return n, err
}

func messageID(random io.Reader) (string, error) {
	id := make([]byte, 16)
	if _, err := io.ReadFull(random, id); err != nil {
		return "", fmt.Errorf("message's id: %w", err)
	}
	return hex.EncodeToString(id), nil
}

// slotWithin is how long a piece of work waits itself for the pace at which e-mails go out.
const slotWithin = 10 * time.Second

// Send sends an e-mail, unless that is done or its recipient may not be written to any more. It returns how long to
// wait until it is tried again: 0 where it is over.
//
// It is noted before that it is about to be sent, and afterwards what became of it. Where a process ends in between, it
// is sent again under the same message id and is marked as perhaps sent twice.
func Send(ctx context.Context, a *act.App, p Post, id domain.MailID) (again time.Duration, err error) {
	if p.Send == nil {
		return 0, keep(ctx, a, id)
	}
	wait, taken, err := slot(ctx, a, p)
	if err != nil || !taken {
		return max(wait, time.Second), err
	}
	if !pause(ctx, wait) {
		return 0, ctx.Err()
	}
	m, letter, err := begin(ctx, a, id)
	if err != nil || m.Over() {
		return 0, err
	}
	if p.House.From != "" {
		letter.From = p.House.From // of today's settings, whatever they were when it was made
	}
	if outside, final, failed := p.Send(ctx, letter, a.Instant()); failed != nil {
		m, again = m.Failed(withoutSecret(failed.Error(), letter), final, a.Instant())
	} else {
		m = m.Took(outside, a.Instant())
	}
	// what the server took is noted even where the process is about to stop
	note, cancel := context.WithTimeout(context.WithoutCancel(ctx), slotWithin)
	defer cancel()
	err = a.Store.InTx(note, func(w db.Writer) error { return mailstore.SetMail(note, w, m) })
	return again, err
}

// withoutSecret is what a server said, without the secret of a link, which some quote when they refuse it.
func withoutSecret(said string, l mails.Letter) string {
	if secret := path.Base(l.Link); len(secret) > 15 {
		return strings.ReplaceAll(said, secret, "…")
	}
	return said
}

// keep marks an e-mail as not sent, where there is no mail server any more.
func keep(ctx context.Context, a *act.App, id domain.MailID) error {
	return a.Store.InTx(ctx, func(w db.Writer) error {
		m, err := mailstore.MailForUpdate(ctx, w, id, a.Instant())
		if err != nil || m.Over() {
			return err
		}
		m.State, m.Settled = mails.Kept, a.Instant()
		return mailstore.SetMail(ctx, w, m.Mail)
	})
}

// slot takes the next moment at which an e-mail may go out.
func slot(ctx context.Context, a *act.App, p Post) (wait time.Duration, taken bool, err error) {
	gap := time.Minute / time.Duration(cmp.Or(p.PerMinute, 1))
	err = a.Store.InTx(ctx, func(w db.Writer) error {
		wait, taken, err = mailstore.Slot(ctx, w, gap, slotWithin)
		return err
	})
	return wait, taken, err
}

const linkIsSpent = "the link was used, has run out, or a newer one was made"

// begin notes that an e-mail is about to be sent, and returns it as it was frozen; or that it is over, where it is sent
// already or its recipient may not be written to any more.
func begin(ctx context.Context, a *act.App, id domain.MailID) (m mails.Mail, l mails.Letter, err error) {
	err = a.Store.InTx(ctx, func(w db.Writer) error {
		out, err := mailstore.MailForUpdate(ctx, w, id, a.Instant())
		if errors.Is(err, domain.ErrNotFound) {
			m.State = mails.Held
			return nil
		}
		if m = out.Mail; err != nil || m.Over() {
			return err
		}
		r := mails.Recipient{Person: out.Person, Contact: out.Contact, Standing: out.Standing}
		why := r.Withheld()
		if why == "" {
			if why, err = unsaid(ctx, a, w, out); err != nil {
				return err
			}
		}
		var whole bool
		if l, whole, err = mails.Thaw(out.Words); err != nil {
			return err
		}
		switch {
		case why != "":
		case !whole:
			why = "words of it were erased"
		case out.Link != 0 && out.Spent:
			why = linkIsSpent
		case out.Moved:
			why = "their address was changed before it went out"
		}
		if why == "" && out.Link != 0 {
			l.Link, err = tokenFor(ctx, a, w, out, l.Link)
			if errors.Is(err, domain.ErrConflict) { // used or closed since it was read
				why, err = linkIsSpent, nil
			}
			if err != nil {
				return err
			}
		}
		if why != "" {
			m.State, m.Said, m.Settled = mails.Held, why, a.Instant()
			return mailstore.SetMail(ctx, w, m)
		}
		m.Doubtful = m.Doubtful || m.State == mails.Sending
		m.State, m.Tries, m.Tried = mails.Sending, m.Tries+1, a.Instant()
		return mailstore.SetMail(ctx, w, m)
	})
	return m, l, err
}

// unsaid says why what an e-mail says is withheld from whom it is to, as they stand today; "" where it is not.
func unsaid(ctx context.Context, a *act.App, w db.Writer, out mailstore.Outgoing) (string, error) {
	if out.Link != 0 {
		return "", nil
	}
	scope := policy.IssueScope{View: policy.Scope{All: true}} // of who has no account: what is not restricted
	if out.Person != 0 {
		actor, err := signin.Actor(ctx, w.Reader, out.Person, a.Today())
		if err != nil {
			return "", err
		}
		scope = policy.IssueScopeOf(actor)
	}
	hidden, err := mailstore.Unsaid(ctx, w.ReadFor(scope), out.ID)
	if err != nil || !hidden {
		return "", err
	}
	return "the issue is restricted", nil
}

// pause waits, and reports whether the context goes on.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
