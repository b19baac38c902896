package register

import (
	"errors"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"fourgates/internal/domain"
)

// Tree is the Merkle tree over the entries of the register, as RFC 6962 hashes it: leaf n is the text of the entry at
// position n+1, whatever form that has. It is kept by its right edge alone, the hashes of the whole subtrees from the
// left on, so that appending to it takes a few hashes at any size.
type Tree struct {
	Size int64
	edge []tlog.Hash
}

// Node is the hash of a whole subtree: the n-th of those over two to the level leaves.
type Node struct {
	Level int
	N     int64
	Hash  domain.Digest
}

// Edge lists which nodes a tree of the size is kept by, the largest subtree first, without their hashes.
func Edge(size int64) []Node {
	var nodes []Node
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size>>level&1 == 1 {
			nodes = append(nodes, Node{Level: level, N: size>>level - 1})
		}
	}
	return nodes
}

// TreeOf is the tree of a size with the hashes of its edge.
func TreeOf(size int64, edge []Node) (Tree, error) {
	want := Edge(size)
	t := Tree{Size: size}
	if len(edge) != len(want) {
		return t, errors.New("hashes of the register are missing")
	}
	for i, n := range edge {
		if n.Level != want[i].Level || n.N != want[i].N {
			return t, errors.New("hashes of the register are missing")
		}
		t.edge = append(t.edge, tlog.Hash(n.Hash))
	}
	return t, nil
}

// Leaf is the hash of an entry's text as a leaf.
func Leaf(payload string) domain.Digest { return domain.Digest(tlog.RecordHash([]byte(payload))) }

// Add appends a leaf, and returns the nodes that are whole with it, the leaf first.
func (t *Tree) Add(leaf domain.Digest) []Node {
	hash, nodes := tlog.Hash(leaf), []Node{{0, t.Size, leaf}}
	for level := 0; t.Size>>level&1 == 1; level++ {
		last := len(t.edge) - 1
		hash = tlog.NodeHash(t.edge[last], hash)
		t.edge = t.edge[:last]
		nodes = append(nodes, Node{level + 1, t.Size >> (level + 1), domain.Digest(hash)})
	}
	t.edge = append(t.edge, hash)
	t.Size++
	return nodes
}

// Root is the hash of the whole tree.
func (t Tree) Root() domain.Digest {
	if len(t.edge) == 0 {
		root, _ := tlog.TreeHash(0, nil) // no tree asks for no hashes
		return domain.Digest(root)
	}
	last := len(t.edge) - 1
	root := t.edge[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(t.edge[i], root)
	}
	return domain.Digest(root)
}
