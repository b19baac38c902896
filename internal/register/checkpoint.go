package register

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"fourgates/internal/domain"
)

// Checkpoint is what the register was at a size, as C2SP tlog-checkpoint has it. It is published as a signed note.
type Checkpoint struct {
	Origin string // which log: the name of its key
	Size   int64
	Root   domain.Digest
}

// Text is the text that is signed.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

func parseCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 || lines[0] == "" {
		return c, errors.New("it is no checkpoint: three lines are needed")
	}
	c.Origin = lines[0]
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 ||
		lines[1] != strconv.FormatInt(c.Size, 10) {
		return c, fmt.Errorf("it is no checkpoint: %q is no size", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != len(c.Root) {
		return c, fmt.Errorf("it is no checkpoint: %q is no hash", lines[2])
	}
	copy(c.Root[:], root)
	return c, nil
}

// LogKey is the key with which checkpoints are signed; the zero one signs nothing.
type LogKey struct {
	signer   note.Signer
	verifier string
}

// ParseLogKey reads a signed-note private key of Ed25519.
func ParseLogKey(private string) (k LogKey, err error) {
	if private == "" {
		return k, nil
	}
	if k.signer, err = note.NewSigner(private); err != nil {
		return k, errors.New("it is no private key of signed notes")
	}
	parts := strings.SplitN(private, "+", 5) // PRIVATE, KEY, name, hash; the last may have more of them in it
	key, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(key) != 1+ed25519.SeedSize {
		return k, errors.New("it is no private key of signed notes")
	}
	public := ed25519.NewKeyFromSeed(key[1:]).Public().(ed25519.PublicKey)
	k.verifier, err = note.NewEd25519VerifierKey(k.signer.Name(), public)
	return k, err
}

// NewLogKey makes a private key for a log of the name, as FOURGATES_REGISTER_KEY takes it.
func NewLogKey(random io.Reader, name string) (private string, err error) {
	private, _, err = note.GenerateKey(random, name)
	return private, err
}

// Set reports whether there is a key.
func (k LogKey) Set() bool { return k.signer != nil }

// Verifier is the key by which others check what this one signed; "" for none.
func (k LogKey) Verifier() string { return k.verifier }

// Origin is the name of the log whose key it is.
func (k LogKey) Origin() string {
	if k.signer == nil {
		return ""
	}
	return k.signer.Name()
}

// Sign makes the checkpoint of a tree.
func (k LogKey) Sign(t Tree) ([]byte, error) {
	c := Checkpoint{k.Origin(), t.Size, t.Root()}
	return note.Sign(&note.Note{Text: c.Text()}, k.signer)
}

var errAltered = errors.New("the checkpoint was altered: its signature does not fit")

// ReadCheckpoint reads a signed checkpoint, and checks that who holds the key signed it. Without a key, nobody asks.
func ReadCheckpoint(file []byte, key string) (Checkpoint, error) {
	verifiers := note.VerifierList()
	origin := ""
	if key != "" {
		v, err := note.NewVerifier(strings.TrimSpace(key))
		if err != nil {
			return Checkpoint{}, errors.New("the key is no verifier key of signed notes")
		}
		verifiers, origin = note.VerifierList(v), v.Name()
	}
	signed, err := note.Open(bytes.TrimLeft(file, "\n"), verifiers)
	text := ""
	if unverified, ok := errors.AsType[*note.UnverifiedNoteError](err); ok {
		if key != "" {
			return Checkpoint{}, fmt.Errorf("the checkpoint is not signed by the key of %s", origin)
		}
		text, err = unverified.Note.Text, nil
	} else if err == nil {
		text = signed.Text
		for _, s := range signed.Sigs { // the library takes a last digit that says more than the signature has
			if _, wrong := base64.StdEncoding.Strict().DecodeString(s.Base64); wrong != nil {
				return Checkpoint{}, errAltered
			}
		}
	}
	if _, ok := errors.AsType[*note.InvalidSignatureError](err); ok {
		return Checkpoint{}, errAltered
	}
	if err != nil {
		return Checkpoint{}, errors.New("the checkpoint cannot be read: it is no signed note")
	}
	c, err := parseCheckpoint(text)
	if err != nil {
		return c, fmt.Errorf("the checkpoint cannot be read: %w", err)
	}
	if origin != "" && c.Origin != origin {
		return c, fmt.Errorf("the checkpoint is of another log: %s, and the key is of %s", c.Origin, origin)
	}
	return c, nil
}
