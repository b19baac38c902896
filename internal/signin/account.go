package signin

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// Account is what is needed to check a password.
type Account struct {
	ID       domain.PersonID
	Name     string
	Email    string
	Hash     string // "" where no password is set
	Disabled bool
}

const accountSQL = `
	SELECT id, name, COALESCE(email, '') AS email, COALESCE(password_hash, '') AS hash,
	       disabled_at IS NOT NULL AS disabled FROM people`

// AccountsByEmail lists the accounts of an e-mail address in its folded form: several people may use one mailbox.
func AccountsByEmail(ctx context.Context, r db.Reader, email string) ([]Account, error) {
	return db.List[Account](ctx, r.DB, "accounts", accountSQL+` WHERE email = @email ORDER BY id`,
		db.Named{"email": email})
}

// AccountNamed loads the account of an e-mail address and a name. It returns domain.ErrNotFound where there is none.
func AccountNamed(ctx context.Context, r db.Reader, email, name string) (Account, error) {
	list, err := AccountsByEmail(ctx, r, domain.FoldEmail(email))
	if err != nil {
		return Account{}, err
	}
	return domain.Among(list, func(a Account) bool { return domain.FoldName(a.Name) == domain.FoldName(name) })
}

// whose finds among the accounts of a mailbox the one that somebody signs in to, and whether several can be. Where one
// alone can, it is that one, whatever the name; otherwise the name says which. The zero Account takes no password.
func whose(list []Account, name string) (a Account, shared bool) {
	var open []Account
	for _, a := range list {
		if a.Hash != "" && !a.Disabled {
			open = append(open, a)
		}
	}
	switch {
	case len(open) == 1:
		return open[0], false
	case len(open) > 1:
		a, _ = domain.Among(open, func(a Account) bool { return domain.FoldName(a.Name) == domain.FoldName(name) })
		return a, true
	case len(list) > 0:
		return list[0], false // nobody can sign in to it
	}
	return Account{}, false
}

// LoadAccount loads a person's account. It returns domain.ErrNotFound where there is no such person.
func LoadAccount(ctx context.Context, r db.Reader, id domain.PersonID) (Account, error) {
	return db.One[Account](ctx, r.DB, "account", accountSQL+` WHERE id = @id`, db.Named{"id": int64(id)})
}

// SetPassword keeps the hash of a person's new password.
func SetPassword(ctx context.Context, w db.Writer, id domain.PersonID, hash string) error {
	return w.Change(ctx, "set password", `
		UPDATE people SET password_hash = @hash WHERE id = @id`, db.Named{"id": int64(id), "hash": hash})
}

// AddSignIn begins a session of a person who is not disabled and whose password is still the one that was checked.
// It returns domain.ErrNotFound where that has changed in between.
func AddSignIn(ctx context.Context, w db.Writer, a Account, device string, now time.Time) (domain.SignInID, error) {
	return db.Value[domain.SignInID](ctx, w.DB, "add sign-in", `
		INSERT INTO sign_ins (person_id, device, started_at, last_seen_at, proved_at)
		SELECT id, @device, @now, @now, @now FROM people
		WHERE id = @id AND disabled_at IS NULL AND password_hash = @hash
		FOR SHARE
		RETURNING id`, db.Named{"id": int64(a.ID), "hash": a.Hash, "device": device, "now": now})
}

// SignIn is one session of a person, as they see it in their list.
type SignIn struct {
	ID         domain.SignInID
	Device     string
	StartedAt  time.Time
	LastSeenAt time.Time
}

// SignIns lists the sessions of a person that have not ended and were used after idleSince and begun after
// startedSince, latest used first.
func SignIns(ctx context.Context, r db.Reader, person domain.PersonID,
	startedSince, idleSince time.Time) ([]SignIn, error) {
	return db.List[SignIn](ctx, r.DB, "sign-ins", `
		SELECT id, device, started_at, last_seen_at
		FROM sign_ins
		WHERE person_id = @person AND ended_at IS NULL AND started_at >= @started AND last_seen_at >= @idle
		ORDER BY last_seen_at DESC, id DESC`, db.Named{"person": int64(person), "started": startedSince, "idle": idleSince})
}

// TouchSignIn notes when a session was last used.
func TouchSignIn(ctx context.Context, w db.Writer, id domain.SignInID, at time.Time) error {
	return w.Exec(ctx, "touch sign-in", `UPDATE sign_ins SET last_seen_at = @at WHERE id = @id AND last_seen_at < @at`,
		db.Named{"id": int64(id), "at": at})
}

// Proved notes that the password was given again in a session.
func Proved(ctx context.Context, w db.Writer, id domain.SignInID, person domain.PersonID, at time.Time) error {
	return w.Change(ctx, "prove sign-in", `
		UPDATE sign_ins SET proved_at = @at WHERE id = @id AND person_id = @person AND ended_at IS NULL`,
		db.Named{"id": int64(id), "person": int64(person), "at": at})
}

// EndSignIn ends one session of the person. It returns domain.ErrConflict where it is not theirs or has ended before.
func EndSignIn(ctx context.Context, w db.Writer, person domain.PersonID, id domain.SignInID, at time.Time) error {
	return w.Change(ctx, "end sign-in", `
		UPDATE sign_ins SET ended_at = @at WHERE id = @id AND person_id = @person AND ended_at IS NULL`,
		db.Named{"id": int64(id), "person": int64(person), "at": at})
}

// EndSignIns ends every session of the person but one (0 for none), and returns how many those were.
func EndSignIns(ctx context.Context, w db.Writer, person domain.PersonID, except domain.SignInID,
	at time.Time) (int, error) {
	return db.Value[int](ctx, w.DB, "end sign-ins", `
		WITH ended AS (
			UPDATE sign_ins SET ended_at = @at WHERE person_id = @person AND id <> @except AND ended_at IS NULL
			RETURNING id)
		SELECT count(*) FROM ended`, db.Named{"person": int64(person), "except": int64(except), "at": at})
}

// Tries counts the passwords that were tried since a moment and found wrong: from the source for the account, and from
// the source in all. It holds other tries of the source back until the transaction ends, so that none is let through
// uncounted.
func Tries(ctx context.Context, w db.Writer, account []byte, source string,
	since time.Time) (forAccount, inAll int, err error) {
	if err := w.Exec(ctx, "lock tries", `
		SELECT pg_advisory_xact_lock(hashtextextended('sign-in from ' || @source, 0))`,
		db.Named{"source": source}); err != nil {
		return 0, 0, err
	}
	n, err := db.One[struct{ ForAccount, InAll int }](ctx, w.DB, "count tries", `
		SELECT count(*) FILTER (WHERE account = @account) AS for_account, count(*) AS in_all
		FROM sign_in_attempts
		WHERE source = @source AND at > @since`, db.Named{"account": account, "source": source, "since": since})
	return n.ForAccount, n.InAll, err
}

// TriesOfAll counts the passwords that were tried for the account since a moment and found wrong, wherever from, and
// says when the newest was, which may be yet to come. It holds other tries for the account back until the transaction
// ends.
func TriesOfAll(ctx context.Context, w db.Writer, account []byte, since time.Time) (n int, newest time.Time,
	err error) {
	if err := w.Exec(ctx, "lock account's tries", `
		SELECT pg_advisory_xact_lock(hashtextextended('sign-in to ' || encode(@account, 'hex'), 0))`,
		db.Named{"account": account}); err != nil {
		return 0, newest, err
	}
	got, err := db.One[struct {
		N      int
		Newest time.Time
	}](ctx, w.DB, "count account's tries", `
		SELECT count(*) AS n, COALESCE(max(at), @since) AS newest
		FROM sign_in_attempts
		WHERE account = @account AND at > @since`, db.Named{"account": account, "since": since})
	return got.N, got.Newest, err
}

// deviceKnown is how long a device is known after it was last signed in with.
const deviceKnown = 365 * 24 * time.Hour

// KnowsDevice reports whether somebody has signed in to the account with the device that keeps the token.
func KnowsDevice(ctx context.Context, r db.Reader, person domain.PersonID, token string, now time.Time) (bool, error) {
	return db.Value[bool](ctx, r.DB, "known device", `
		SELECT EXISTS (SELECT FROM known_devices WHERE person_id = @person AND token_hash = @hash AND last_at > @since)`,
		db.Named{"person": int64(person), "hash": TokenHash(token), "since": now.Add(-deviceKnown)})
}

// KnowDevice notes that the device which keeps the token has signed in to the account, and forgets those that have not
// for long. It is not a change of record and has no audit entry.
func KnowDevice(ctx context.Context, w db.Writer, person domain.PersonID, token string, at time.Time) error {
	if token == "" {
		return nil
	}
	return w.Exec(ctx, "know device", `
		WITH old AS (DELETE FROM known_devices WHERE person_id = @person AND last_at <= @since AND token_hash <> @hash)
		INSERT INTO known_devices (person_id, token_hash, last_at) VALUES (@person, @hash, @at)
		ON CONFLICT (person_id, token_hash) DO UPDATE SET last_at = EXCLUDED.last_at`,
		db.Named{"person": int64(person), "hash": TokenHash(token), "at": at, "since": at.Add(-deviceKnown)})
}

// AddTry counts a password that is about to be checked, and clears away some that are too old to count. It returns the
// try's id.
func AddTry(ctx context.Context, w db.Writer, account []byte, source string, now, since time.Time) (id int64,
	err error) {
	err = w.Exec(ctx, "clear old tries", `
		DELETE FROM sign_in_attempts WHERE id IN (
			SELECT id FROM sign_in_attempts WHERE at <= @since ORDER BY id LIMIT 20 FOR UPDATE SKIP LOCKED)`,
		db.Named{"since": since})
	if err != nil {
		return 0, err
	}
	return db.Value[int64](ctx, w.DB, "add try", `
		INSERT INTO sign_in_attempts (account, source, at) VALUES (@account, @source, @now) RETURNING id`,
		db.Named{"account": account, "source": source, "now": now})
}

// ForgetTries clears the tries of an address from a source once a password was right. Where several people sign in with
// the address it clears the right one alone: with their own password nobody gets more tries of another's.
func ForgetTries(ctx context.Context, w db.Writer, account []byte, source string, shared bool, right int64) error {
	return w.Exec(ctx, "forget tries", `
		DELETE FROM sign_in_attempts WHERE account = @account AND source = @source AND (id = @right OR NOT @shared)`,
		db.Named{"account": account, "source": source, "shared": shared, "right": right})
}
