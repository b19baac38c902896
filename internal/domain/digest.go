package domain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Digest is the SHA-256 of a snapshot or of a register entry.
type Digest [sha256.Size]byte

// String is the digest in hex.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Scan reads a column of 32 bytes; NULL is the zero Digest.
func (d *Digest) Scan(src any) error {
	*d = Digest{}
	if src == nil {
		return nil
	}
	b, ok := src.([]byte)
	if !ok || len(b) != sha256.Size {
		return fmt.Errorf("a digest cannot be read from %T of %d bytes", src, len(b))
	}
	copy(d[:], b)
	return nil
}

// ParseDigest reads 64 hex digits.
func ParseDigest(s string) (Digest, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size {
		return Digest{}, fmt.Errorf("%q is not a digest of 64 hex digits", s)
	}
	return Digest(b), nil
}

// Canonical is v as canonical JSON: keys sorted, UTF-8, no insignificant space. The same value gives the same bytes
// always.
func Canonical(v any) (string, error) {
	first, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	dec := json.NewDecoder(bytes.NewReader(first))
	dec.UseNumber()
	var tree any // maps are written with sorted keys
	if err := dec.Decode(&tree); err != nil {
		return "", err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return "", err
	}
	return string(bytes.TrimRight(out.Bytes(), "\n")), nil
}
