// Package registerapp verifies the register of decisions and makes receipts.
package registerapp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// VerifyRegister walks the whole register and compares it with the records beside it. It returns the head, or an error
// that names the first entry that does not fit. A known head kept outside (a receipt, a published page) must lie on the
// chain: otherwise somebody with every right over the database could cut off the tail unnoticed.
func VerifyRegister(ctx context.Context, a *act.App, known domain.Digest) (register.Head, error) {
	return VerifyInSteps(ctx, a, known, func(string, int64, int64) {})
}

// VerifyInSteps is VerifyRegister, and far hears how far it is. Whatever the size of the register, it goes in steps of
// a few statements, and holds one step at a time.
func VerifyInSteps(ctx context.Context, a *act.App, known domain.Digest, far registerstore.Progress) (register.Head,
	error) {
	w := walk{app: a, known: known, found: known == (domain.Digest{})}
	all, err := registerstore.RegisterHead(ctx, a.Store.Reader)
	if err != nil {
		return w.head, err
	}
	err = registerstore.WalkSteps(ctx, a.Store.Reader, func(entries []register.RegisterEntry) error {
		err := w.step(ctx, entries)
		far("read: entries", w.head.Position, max(all.Position, w.head.Position))
		return err
	})
	if err != nil {
		return w.head, err
	}
	if !w.found {
		return w.head, fmt.Errorf("the known head is not on the chain: entries after %d were cut off or replaced",
			w.head.Position)
	}
	misfits, err := registerstore.MisfitsInSteps(ctx, a.Store.Reader, far)
	if err != nil {
		return w.head, err
	}
	if len(misfits) == 0 {
		if misfits, err = frozenMisfits(ctx, a, far); err != nil {
			return w.head, err
		}
	}
	misfits = append(misfits, w.misfits...) // in the plainest words first
	if len(misfits) == 0 {
		if misfits, err = auditMisfits(ctx, a, far); err != nil {
			return w.head, err
		}
	}
	if len(misfits) == 0 {
		return w.head, w.counted(ctx)
	}
	first := misfits[0]
	if first.Position == 0 {
		return w.head, errors.New(first.Words)
	}
	return w.head, fmt.Errorf("entry %d: %s", first.Position, first.Words)
}

// walk is a walk along the register.
type walk struct {
	app     *act.App
	known   domain.Digest
	found   bool
	head    register.Head
	tree    register.Tree
	last    time.Time // of the entry before
	misfits []registerstore.Misfit
}

// counted checks that the tree has no hashes beyond those of the entries.
func (w *walk) counted(ctx context.Context) error {
	kept, err := registerstore.CountHashes(ctx, w.app.Store.Reader)
	if want := tlog.StoredHashCount(w.tree.Size); err == nil && kept != want {
		head, err := registerstore.RegisterHead(ctx, w.app.Store.Reader)
		if err != nil || head.Position > w.head.Position {
			return err // entries were added meanwhile
		}
		return fmt.Errorf("%d hashes of the tree are kept, and its %d entries have %d", kept, w.tree.Size, want)
	}
	return err
}

// step goes on by some entries: each must follow the one before, and say the rows that it stands for as they are.
func (w *walk) step(ctx context.Context, entries []register.RegisterEntry) (err error) {
	var nodes []register.Node
	for _, e := range entries {
		if w.head, err = w.head.Follow(e); err != nil {
			return err
		}
		nodes = append(nodes, w.tree.Add(register.Leaf(e.Payload))...)
		w.found = w.found || w.head.Hash == w.known
		if e.At.Before(w.last) && e.InOrder() {
			return fmt.Errorf("entry %d is dated before the entry before it", e.Position)
		}
		w.last = e.At
	}
	wrong, found, err := registerstore.WrongHash(ctx, w.app.Store.Reader, nodes)
	if err != nil {
		return err
	}
	if found {
		return fmt.Errorf("entry %d: the hash that the tree keeps of it, or above it, is another",
			wrong.N<<wrong.Level+1)
	}
	if len(w.misfits) > 0 {
		return nil
	}
	w.misfits, err = registerstore.HeldMisfits(ctx, w.app.Store.Reader, entries)
	return err
}

// frozenMisfits lists the frozen documents whose words do not fit the digest that was signed, or whose rule is another
// than the one beside them.
func frozenMisfits(ctx context.Context, a *act.App, far registerstore.Progress) ([]registerstore.Misfit, error) {
	var misfits []registerstore.Misfit
	err := registerstore.WalkFrozen(ctx, a.Store.Reader, far, func(r registerstore.FrozenRecord) error {
		f := register.Frozen{Text: r.Text, Words: r.Words}
		err := func() error {
			if f.Digest() != r.Digest {
				return errors.New("its digest is another")
			}
			if _, err := f.Verify(); err != nil || !f.InLines() || r.Rule == "" {
				return err
			}
			var said struct{ Rule string }
			withheld, err := f.Read(&said)
			if err != nil || slices.Contains(withheld.Keys(), "rule") || said.Rule == r.Rule {
				return err
			}
			return errors.New("it was to be signed by another rule")
		}()
		if err != nil {
			misfits = append(misfits, registerstore.Misfit{Position: r.Position, Words: r.What + " was altered: " +
				err.Error()})
		}
		return nil
	})
	registerstore.SortMisfits(misfits)
	return misfits, err
}

// Receipt makes the receipt of an entry that the caller has loaded within scope.
func Receipt(ctx context.Context, a *act.App, council string, e register.RegisterEntry) (register.Receipt, error) {
	after, err := registerstore.PayloadDigests(ctx, a.Store.Reader, e.Position)
	if err != nil {
		return register.Receipt{}, err
	}
	head := register.Head{Position: e.Position, Hash: e.Hash}
	for _, d := range after {
		head = register.Head{Position: head.Position + 1, Hash: register.Link(head.Hash, d)}
	}
	return register.NewReceipt(council, e, after, head), nil
}
