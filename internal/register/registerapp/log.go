package registerapp

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// KeyOf is the key with which the register is published; where it is not set, nothing is.
func KeyOf(a *act.App) (register.LogKey, error) { return register.ParseLogKey(a.RegisterKey) }

// published is the key of a register that is published: domain.ErrNotFound for one that is not.
func published(a *act.App) (register.LogKey, error) {
	key, err := KeyOf(a)
	if err == nil && !key.Set() {
		err = fmt.Errorf("the register is not published: %w", domain.ErrNotFound)
	}
	return key, err
}

// Checkpoint is the register as it is now, signed.
func Checkpoint(ctx context.Context, a *act.App) ([]byte, error) {
	key, err := published(a)
	if err != nil {
		return nil, err
	}
	tree, err := registerstore.Tree(ctx, a.Store.Reader)
	if err != nil {
		return nil, err
	}
	return key.Sign(tree)
}

// VerifierKey is the key by which checkpoints are checked.
func VerifierKey(a *act.App) (string, error) {
	key, err := published(a)
	return key.Verifier(), err
}

// Consistency proves that the register of the new size went on from the old one: domain.ErrNotFound where it has no
// such sizes.
func Consistency(ctx context.Context, a *act.App, old, is int64) (register.Consistency, error) {
	proof := register.Consistency{Old: old, New: is, Proof: []tlog.Hash{}}
	if _, err := published(a); err != nil {
		return proof, err
	}
	head, err := registerstore.RegisterHead(ctx, a.Store.Reader)
	if err != nil {
		return proof, err
	}
	if old < 0 || old > is || is > head.Position {
		return proof, fmt.Errorf("from %d to %d of %d entries: %w", old, is, head.Position, domain.ErrNotFound)
	}
	if old == 0 || old == is {
		return proof, nil
	}
	hashes, err := tlog.ProveTree(is, old, registerstore.Hashes(ctx, a.Store.Reader))
	if len(hashes) > 0 {
		proof.Proof = hashes
	}
	return proof, err
}

// tileHeight is of the tiles that tlog-tiles serves: 256 hashes.
const tileHeight = 8

// topLevel is the highest level of tiles: one of it stands for 256 to the fourth power entries. Above it, numbers of
// hashes
// would pass what they are counted in.
const topLevel = 3

// Tile is the hashes of a tile, by its path as tlog-tiles has it: level, number and width, such as 0/x001/067.p/5. It
// returns domain.ErrNotFound where the register has no such tile.
func Tile(ctx context.Context, a *act.App, path string) ([]byte, error) {
	if _, err := published(a); err != nil {
		return nil, err
	}
	tile, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, path))
	if err != nil || tile.L < 0 || tile.L > topLevel {
		return nil, fmt.Errorf("tile %q: %w", path, domain.ErrNotFound)
	}
	return tlog.ReadTileData(tile, registerstore.Hashes(ctx, a.Store.Reader))
}

// LogReceipt makes the receipt of an entry that the caller has loaded within scope.
func LogReceipt(ctx context.Context, a *act.App, council string, e register.RegisterEntry) (register.LogReceipt,
	error) {
	r := register.LogReceipt{Format: register.LogReceiptFormat, Council: council, Entry: e.Payload,
		Index: e.Position - 1, Proof: []tlog.Hash{}}
	key, err := published(a)
	if err != nil {
		return r, err
	}
	tree, err := registerstore.Tree(ctx, a.Store.Reader)
	if err != nil {
		return r, err
	}
	checkpoint, err := key.Sign(tree)
	if err != nil {
		return r, err
	}
	r.Checkpoint = string(checkpoint)
	hashes, err := tlog.ProveRecord(tree.Size, r.Index, registerstore.Hashes(ctx, a.Store.Reader))
	if len(hashes) > 0 {
		r.Proof = hashes
	}
	return r, err
}
