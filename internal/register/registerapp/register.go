// Package registerapp verifies the register of decisions and makes receipts.
package registerapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// VerifyRegister walks the whole register and compares it with the records beside it. It returns the head, or an error
// that names the first entry that does not fit. A known head kept outside (a receipt, a published page) must lie on the
// chain: otherwise somebody with every right over the database could cut off the tail unnoticed.
func VerifyRegister(ctx context.Context, a *act.App, known domain.Digest) (register.Head, error) {
	var head register.Head
	found := known == (domain.Digest{})
	err := registerstore.WalkRegister(ctx, a.Store.Reader, func(e register.RegisterEntry) (err error) {
		head, err = head.Follow(e)
		found = found || head.Hash == known
		return err
	})
	if err != nil {
		return head, err
	}
	if !found {
		return head, fmt.Errorf("the known head is not on the chain: entries after %d were cut off or replaced",
			head.Position)
	}
	misfits, err := registerstore.RegisterMisfits(ctx, a.Store.Reader)
	if err != nil {
		return head, err
	}
	if len(misfits) == 0 {
		if misfits, err = frozenMisfits(ctx, a); err != nil {
			return head, err
		}
	}
	if len(misfits) == 0 {
		return head, nil
	}
	first := misfits[0]
	if first.Position == 0 {
		return head, errors.New(first.Words)
	}
	return head, fmt.Errorf("entry %d: %s", first.Position, first.Words)
}

// frozenMisfits lists the frozen documents whose words do not fit the digest that was signed, or whose rule is another
// than the one beside them.
func frozenMisfits(ctx context.Context, a *act.App) ([]registerstore.Misfit, error) {
	var misfits []registerstore.Misfit
	err := registerstore.WalkFrozen(ctx, a.Store.Reader, func(r registerstore.FrozenRecord) error {
		f := register.Frozen{Text: r.Text, Words: r.Words}
		err := func() error {
			if f.Digest() != r.Digest {
				return errors.New("its digest is another")
			}
			if _, err := f.Verify(); err != nil || !f.InLines() || r.Rule == "" {
				return err
			}
			var said struct{ Rule string }
			if withheld, err := f.Read(&said); err != nil || slices.Contains(withheld, "rule") || said.Rule == r.Rule {
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
	slices.SortStableFunc(misfits, func(a, b registerstore.Misfit) int { return cmp.Compare(a.Position, b.Position) })
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
