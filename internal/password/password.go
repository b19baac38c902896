// Package password keeps passwords as hashes that are slow to guess from.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// Effort is what it costs to hash a password with Argon2id, and so to guess one.
type Effort struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// StandardEffort is what the people's passwords get: 19 MiB, two passes, one thread.
var StandardEffort = Effort{Memory: 19 * 1024, Passes: 2, Threads: 1}

// standard is the effort, and StandardEffort for the zero one.
func (e Effort) standard() Effort {
	if e == (Effort{}) {
		return StandardEffort
	}
	return e
}

const (
	saltBytes = 16
	keyBytes  = 32

	// hashesAtOnce bounds how much memory and how many processors passwords can take from everything else.
	hashesAtOnce = 4
	hashWait     = 5 * time.Second // after this the answer is that the service is busy
)

var hashing = make(chan struct{}, hashesAtOnce)

var base64Of = base64.RawStdEncoding

// Hash makes the text kept for a password: the parameters, the salt and the key. It waits for its turn, and
// returns context.DeadlineExceeded where that does not come.
func (e Effort) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	key, err := e.standard().key(ctx, password, salt)
	if err != nil {
		return "", err
	}
	return e.standard().encode(salt, key), nil
}

// Matches reports whether the hash is the password's. A hash of "", for an account that does not exist, takes
// the same time and never matches.
func (e Effort) Matches(ctx context.Context, hash, password string) (bool, error) {
	known := hash != ""
	if !known {
		hash = e.standard().encode(make([]byte, saltBytes), make([]byte, keyBytes))
	}
	made, salt, want, err := parseHash(hash)
	if err != nil {
		return false, err
	}
	got, err := made.key(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// Outdated reports whether a hash was made with another effort than today's.
func (e Effort) Outdated(hash string) bool {
	made, _, _, err := parseHash(hash)
	return err == nil && made != e.standard()
}

func (e Effort) key(ctx context.Context, password string, salt []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("hash a password: %w", ctx.Err())
	}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, e.Passes, e.Memory, e.Threads, keyBytes), nil
}

func (e Effort) encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, e.Memory, e.Passes, e.Threads,
		base64Of.EncodeToString(salt), base64Of.EncodeToString(key))
}

func parseHash(hash string) (e Effort, salt, key []byte, err error) {
	parts := strings.Split(hash, "$")
	var version int
	if len(parts) != 6 || parts[1] != "argon2id" {
		return e, nil, nil, fmt.Errorf("a password's hash is not one of ours")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return e, nil, nil, fmt.Errorf("a password's hash has version %q", parts[2])
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &e.Memory, &e.Passes, &e.Threads); err != nil ||
		e.Passes == 0 || e.Threads == 0 {
		return e, nil, nil, fmt.Errorf("a password's hash has parameters %q", parts[3])
	}
	if salt, err = base64Of.DecodeString(parts[4]); err == nil {
		key, err = base64Of.DecodeString(parts[5])
	}
	if err != nil || len(key) != keyBytes {
		return e, nil, nil, fmt.Errorf("a password's hash has a broken salt or key")
	}
	return e, salt, key, nil
}
