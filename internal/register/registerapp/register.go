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

// Checked is a register that is whole: its head, and how many lines say that they were erased.
type Checked struct {
	register.Head
	Erased int
}

// VerifyRegister walks the whole register and compares it with the records beside it. It returns the head, or an error
// that names the first entry that does not fit. A known head kept outside (a receipt, a published page) must lie on the
// chain: otherwise somebody with every right over the database could cut off the tail unnoticed.
func VerifyRegister(ctx context.Context, a *act.App, known domain.Digest) (register.Head, error) {
	checked, err := VerifyInSteps(ctx, a, known, func(string, int64, int64) {})
	return checked.Head, err
}

// VerifyInSteps is VerifyRegister, and far hears how far it is. Whatever the size of the register, it goes in steps of
// a few statements, and holds one step at a time.
func VerifyInSteps(ctx context.Context, a *act.App, known domain.Digest, far registerstore.Progress) (Checked, error) {
	w := walk{app: a, known: known, found: known == (domain.Digest{})}
	all, err := registerstore.RegisterHead(ctx, a.Store.Reader)
	if err != nil {
		return w.Checked, err
	}
	if w.erased, err = registerstore.ErasureDays(ctx, a.Store.Reader); err != nil {
		return w.Checked, err
	}
	err = registerstore.WalkSteps(ctx, a.Store.Reader, func(entries []register.RegisterEntry) error {
		err := w.step(ctx, entries)
		far("read: entries", w.Head.Position, max(all.Position, w.Head.Position))
		return err
	})
	if err != nil {
		return w.Checked, err
	}
	if !w.found {
		return w.Checked, fmt.Errorf("the known head is not on the chain: entries after %d were cut off or replaced",
			w.Head.Position)
	}
	misfits, err := registerstore.MisfitsInSteps(ctx, a.Store.Reader, far)
	if err != nil {
		return w.Checked, err
	}
	held := w.misfits // said after those in plainer words
	for _, beside := range []func(context.Context, registerstore.Progress) ([]registerstore.Misfit, error){
		w.frozenMisfits, w.noticeMisfits,
		func(context.Context, registerstore.Progress) ([]registerstore.Misfit, error) { return held, nil },
		w.auditMisfits,
	} {
		if len(misfits) == 0 {
			if misfits, err = beside(ctx, far); err != nil {
				return w.Checked, err
			}
		}
	}
	if len(misfits) == 0 {
		return w.Checked, w.counted(ctx)
	}
	first := misfits[0]
	if first.Position == 0 {
		return w.Checked, errors.New(first.Words)
	}
	return w.Checked, fmt.Errorf("entry %d: %s", first.Position, first.Words)
}

// walk is a walk along the register.
type walk struct {
	Checked
	app     *act.App
	known   domain.Digest
	found   bool
	erased  []string // what lines say that were erased, of the days on which some were
	tree    register.Tree
	last    time.Time // of the entry before
	misfits []registerstore.Misfit
}

// counted checks that the tree has no hashes beyond those of the entries.
func (w *walk) counted(ctx context.Context) error {
	kept, err := registerstore.CountHashes(ctx, w.app.Store.Reader)
	if want := tlog.StoredHashCount(w.tree.Size); err == nil && kept != want {
		head, err := registerstore.RegisterHead(ctx, w.app.Store.Reader)
		if err != nil || head.Position > w.Head.Position {
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
		if w.Head, err = w.Head.Follow(e); err != nil {
			return err
		}
		nodes = append(nodes, w.tree.Add(register.Leaf(e.Payload))...)
		w.found = w.found || w.Head.Hash == w.known
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

// gaps counts the lines of a document that are erased, and refuses one that says so of a day on which none was.
func (w *walk) gaps(list register.Gaps) error {
	for _, g := range list {
		if !g.Erased() {
			return fmt.Errorf("%s is withheld where it is kept", g.Key)
		}
		if !slices.Contains(w.erased, g.Why) {
			return fmt.Errorf("%s says that it was %s, and nothing was then", g.Key, g.Why)
		}
		w.Erased++
	}
	return nil
}

// frozenMisfits lists the frozen documents whose words do not fit the digest that was signed, or whose rule is another
// than the one beside them.
func (w *walk) frozenMisfits(ctx context.Context, far registerstore.Progress) ([]registerstore.Misfit, error) {
	var misfits []registerstore.Misfit
	err := registerstore.WalkFrozen(ctx, w.app.Store.Reader, far, func(r registerstore.FrozenRecord) error {
		f := register.Frozen{Text: r.Text, Words: r.Words}
		err := func() error {
			if f.Digest() != r.Digest {
				return errors.New("its digest is another")
			}
			gaps, err := f.Verify()
			if err == nil {
				err = w.gaps(gaps)
			}
			if err != nil || !f.InLines() || r.Rule == "" {
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

// noticeMisfits lists the notices that say something else, or to somebody else, than they commit to.
func (w *walk) noticeMisfits(ctx context.Context, far registerstore.Progress) (misfits []registerstore.Misfit,
	err error) {
	err = registerstore.WalkNotices(ctx, w.app.Store.Reader, far, func(n registerstore.TakenNotice) error {
		gaps, err := n.Frozen.Check(n.Now())
		if err == nil {
			err = w.gaps(gaps)
		}
		if err != nil {
			misfits = append(misfits, registerstore.Misfit{Words: fmt.Sprintf("notice %d was altered: %v", n.ID, err)})
		}
		return nil
	})
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
