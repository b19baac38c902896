package app

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/domain"
)

// VerifyRegister walks the whole register and compares it with the records beside it. It returns the head, or an error
// that names the first entry that does not fit. A known head kept outside (a receipt, a published page) must lie on the
// chain: otherwise somebody with every right over the database could cut off the tail unnoticed.
func (a *App) VerifyRegister(ctx context.Context, known domain.Digest) (domain.Head, error) {
	var head domain.Head
	found := known == (domain.Digest{})
	err := a.Store.WalkRegister(ctx, func(e domain.RegisterEntry) (err error) {
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
	misfits, err := a.Store.RegisterMisfits(ctx)
	if err != nil {
		return head, err
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

// Receipt makes the receipt of an entry that the caller has loaded within scope.
func (a *App) Receipt(ctx context.Context, council string, e domain.RegisterEntry) (domain.Receipt, error) {
	after, err := a.Store.PayloadDigests(ctx, e.Position)
	if err != nil {
		return domain.Receipt{}, err
	}
	head := domain.Head{Position: e.Position, Hash: e.Hash}
	for _, d := range after {
		head = domain.Head{Position: head.Position + 1, Hash: domain.Link(head.Hash, d)}
	}
	return domain.NewReceipt(council, e, after, head), nil
}
