package registerstore

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// treeRow is a hash of the right edge of the tree, or none where it has no entries.
type treeRow struct {
	Size  int64
	Level *int
	N     *int64
	Hash  []byte
}

// treeSQL is the right edge of the tree, the largest subtree first, each with the size.
const treeSQL = `
	SELECT s.size, k.level, h.n, h.hash
	FROM (SELECT COALESCE(max(position), 0) AS size FROM register_entries) s
	LEFT JOIN generate_series(0, 62) AS k (level) ON (s.size >> k.level) & 1 = 1
	LEFT JOIN register_hashes h ON h.level = k.level AND h.n = (s.size >> k.level) - 1
	ORDER BY k.level DESC`

// treeOf is the tree that rows of treeSQL say.
func treeOf(rows []treeRow) (register.Tree, error) {
	var edge []register.Node
	size := int64(0)
	for _, row := range rows {
		size = row.Size
		if row.N != nil && row.Level != nil {
			edge = append(edge, register.Node{Level: *row.Level, N: *row.N, Hash: domain.Digest(row.Hash)})
		}
	}
	return register.TreeOf(size, edge)
}

// Tree is the tree over all entries, by its right edge.
func Tree(ctx context.Context, r db.Reader) (register.Tree, error) {
	rows, err := db.List[treeRow](ctx, r.DB, "tree of the register", treeSQL, db.Named{})
	if err != nil {
		return register.Tree{}, err
	}
	return treeOf(rows)
}

// Hashes reads hashes of the tree by the index that tlog gives them.
func Hashes(ctx context.Context, r db.Reader) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		levels, numbers := make([]int32, len(indexes)), make([]int64, len(indexes))
		for i, index := range indexes {
			level, n := tlog.SplitStoredHashIndex(index)
			levels[i], numbers[i] = int32(level), n
		}
		hashes, err := db.Values[domain.Digest](ctx, r.DB, "hashes of the register", `
			SELECT h.hash
			FROM unnest(@levels::int[], @numbers::bigint[]) WITH ORDINALITY AS asked (level, n, i)
			JOIN register_hashes h ON h.level = asked.level AND h.n = asked.n
			ORDER BY asked.i`, db.Named{"levels": levels, "numbers": numbers})
		if err == nil && len(hashes) != len(indexes) {
			err = fmt.Errorf("hashes of the register: %w", domain.ErrNotFound)
		}
		list := make([]tlog.Hash, len(hashes))
		for i, h := range hashes {
			list[i] = tlog.Hash(h)
		}
		return list, err
	})
}

func nodeArgs(nodes []register.Node) db.Named {
	levels, numbers, hashes := make([]int32, len(nodes)), make([]int64, len(nodes)), make([][]byte, len(nodes))
	for i, n := range nodes {
		levels[i], numbers[i], hashes[i] = int32(n.Level), n.N, n.Hash[:]
	}
	return db.Named{"levels": levels, "numbers": numbers, "hashes": hashes}
}

// addNodes keeps hashes of the tree. One that is there already stays: verify says where it is another.
func addNodes(ctx context.Context, w db.Writer, nodes []register.Node) error {
	return w.Later(ctx, "add hashes of the register", `
		INSERT INTO register_hashes (level, n, hash)
		SELECT * FROM unnest(@levels::int[], @numbers::bigint[], @hashes::bytea[])
		ON CONFLICT (level, n) DO NOTHING`, nodeArgs(nodes))
}

// FillHashes works out the tree over the entries from the first one on, where it is missing: entries were put there by
// an older version after the tree was made, or by hand. The caller holds the register.
func FillHashes(ctx context.Context, w db.Writer) (tree register.Tree, err error) {
	return tree, WalkSteps(ctx, w.Reader, func(entries []register.RegisterEntry) error {
		var nodes []register.Node
		for _, e := range entries {
			nodes = append(nodes, tree.Add(register.Leaf(e.Payload))...)
		}
		return addNodes(ctx, w, nodes)
	})
}

// WrongHash is one of the nodes that is not kept as it is; false where all are.
func WrongHash(ctx context.Context, r db.Reader, nodes []register.Node) (n register.Node, wrong bool, err error) {
	args := nodeArgs(nodes)
	list, err := db.List[struct {
		Level int
		N     int64
	}](ctx, r.DB, "compare hashes", `
		SELECT x.level, x.n
		FROM unnest(@levels::int[], @numbers::bigint[], @hashes::bytea[]) AS x (level, n, hash)
		LEFT JOIN register_hashes h ON h.level = x.level AND h.n = x.n
		WHERE h.hash IS DISTINCT FROM x.hash
		ORDER BY x.n, x.level LIMIT 1`, args)
	if err != nil || len(list) == 0 {
		return n, false, err
	}
	return register.Node{Level: list[0].Level, N: list[0].N}, true, nil
}

// CountHashes is how many hashes are kept.
func CountHashes(ctx context.Context, r db.Reader) (int64, error) {
	return db.Value[int64](ctx, r.DB, "count hashes", `SELECT count(*) FROM register_hashes`, db.Named{})
}
