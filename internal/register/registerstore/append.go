package registerstore

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// registerLock serialises those who append, so that the chain never forks. It is held until the transaction ends.
const registerLock = 4_7_2_0_0_1

// Clerk is what a command gives to those who append for it: the time at this moment, and random bytes.
type Clerk interface {
	Instant() time.Time
	Random() io.Reader
}

// At is a clerk at one time, for who appends without a command.
func At(t time.Time) Clerk { return at(t) }

type at time.Time

func (t at) Instant() time.Time { return time.Time(t) }

func (t at) Random() io.Reader { return rand.Reader }

// AppendRegister puts the payload into the register as its newest entry, and says its position, reference and time. The
// time is taken once the register is ours, so that it is never before that of the entry before: whatever row of the
// decision has a time, takes this one.
//
// The entry says the rows that it stands for as the transaction leaves them. So it is sealed and written at the end, or
// when somebody asks by Seal.
func AppendRegister(ctx context.Context, w db.Writer, p register.RegisterPayload, area domain.AreaID,
	attempt domain.AttemptID, person domain.PersonID, by Clerk) (register.RegisterEntry, error) {
	open := db.Own[openRegister](w)
	if err := open.lock(ctx, w); err != nil {
		return register.RegisterEntry{}, err
	}
	if now := by.Instant(); now.After(open.at) {
		open.at = now
	}
	salt := make([]byte, 16)
	if _, err := io.ReadFull(by.Random(), salt); err != nil {
		return register.RegisterEntry{}, fmt.Errorf("salt: %w", err)
	}
	p.Salt = base64.RawURLEncoding.EncodeToString(salt)
	position := open.head.Position + int64(len(open.entries)) + 1
	e := register.RegisterEntry{Position: position, Reference: register.Reference(position), Kind: p.Kind, Area: area,
		Attempt: attempt, Person: person, At: open.at}
	if open.first == 0 {
		open.first = position
	}
	if len(open.entries) == 0 {
		w.AtEnd(func(ctx context.Context) error { return Seal(ctx, w) })
	}
	open.entries = append(open.entries, unsealed{e, p})
	return e, nil
}

// openRegister is the register in a transaction that appends to it, and so has locked it.
type openRegister struct {
	locked  bool
	head    register.Head // of what is sealed
	tree    register.Tree // of what is sealed
	at      time.Time     // of the newest entry
	entries []unsealed
	first   int64 // position of the first that it appended; zero for none
}

// FirstAppended is the position of the first entry that the transaction has appended, zero for none: all from there on
// are its own, for it keeps the register locked.
func FirstAppended(w db.Writer) int64 { return db.Own[openRegister](w).first }

type unsealed struct {
	register.RegisterEntry
	payload register.RegisterPayload
}

// lock locks the register and finds its head, once in a transaction: nobody else moves it until that ends.
func (o *openRegister) lock(ctx context.Context, w db.Writer) error {
	if o.locked {
		return nil
	}
	if err := w.Later(ctx, "lock register", `
		SELECT pg_advisory_xact_lock(@key)`, db.Named{"key": registerLock}); err != nil {
		return err
	}
	var heads []struct {
		register.Head
		At time.Time
	}
	var edge []treeRow
	err := w.Ask(ctx, db.Asking(&heads, "register head", `
		SELECT position, hash, at FROM register_entries ORDER BY position DESC LIMIT 1`, db.Named{}),
		db.Asking(&edge, "tree of the register", treeSQL, db.Named{}))
	if err != nil {
		return err
	}
	if len(heads) > 0 {
		o.head, o.at = heads[0].Head, heads[0].At
	}
	if o.tree, err = treeOf(edge); err != nil {
		o.tree, err = FillHashes(ctx, w)
	}
	o.locked = err == nil
	return err
}

// Seal writes the entries that the transaction has appended so far, with the rows that they stand for as they are now.
// Who reads those entries in the same transaction calls it first.
func Seal(ctx context.Context, w db.Writer) error {
	open := db.Own[openRegister](w)
	if len(open.entries) == 0 {
		return nil
	}
	about := make([]Said, len(open.entries))
	for i, u := range open.entries {
		about[i] = Said{u.Position, u.Kind, u.Attempt, u.payload.Salt}
	}
	held, err := HeldNow(ctx, w.Reader, about)
	if err != nil {
		return err
	}
	var nodes []register.Node
	for _, u := range open.entries {
		u.payload.Rows = held[u.Position]
		e, err := u.payload.Chain(open.head, u.At)
		if err != nil {
			return err
		}
		open.head = register.Head{Position: e.Position, Hash: e.Hash}
		nodes = append(nodes, open.tree.Add(register.Leaf(e.Payload))...)
		if err := w.Later(ctx, "append to register", `
			INSERT INTO register_entries (position, reference, kind, area_id, attempt_id, person_id, at, payload,
			                              prev_hash, hash)
			VALUES (@position, @reference, @kind, NULLIF(@area, 0::bigint), NULLIF(@attempt, 0::bigint),
			        NULLIF(@person, 0::bigint), @at, @payload, @prev, @hash)`,
			db.Named{"position": e.Position, "reference": e.Reference, "kind": e.Kind, "area": int64(u.Area),
				"attempt": int64(u.Attempt), "person": int64(u.Person), "at": e.At, "payload": e.Payload,
				"prev": e.Prev[:], "hash": e.Hash[:]}); err != nil {
			return err
		}
	}
	open.entries = nil
	return addNodes(ctx, w, nodes)
}
