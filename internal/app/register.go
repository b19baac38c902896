package app

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/rules"
	"fourgates/internal/store"
)

// VerifyRegister walks the whole register and compares it with the records beside it. It returns the head, or an error
// that names the first entry that does not fit. A known head kept outside (a receipt, a published page) must lie on the
// chain: otherwise somebody with every right over the database could cut off the tail unnoticed.
func VerifyRegister(ctx context.Context, a *act.App, known domain.Digest) (rules.Head, error) {
	var head rules.Head
	found := known == (domain.Digest{})
	err := store.WalkRegister(ctx, a.Store.Reader, func(e rules.RegisterEntry) (err error) {
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
	misfits, err := store.RegisterMisfits(ctx, a.Store.Reader)
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
func Receipt(ctx context.Context, a *act.App, council string, e rules.RegisterEntry) (rules.Receipt, error) {
	after, err := store.PayloadDigests(ctx, a.Store.Reader, e.Position)
	if err != nil {
		return rules.Receipt{}, err
	}
	head := rules.Head{Position: e.Position, Hash: e.Hash}
	for _, d := range after {
		head = rules.Head{Position: head.Position + 1, Hash: rules.Link(head.Hash, d)}
	}
	return rules.NewReceipt(council, e, after, head), nil
}
