package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/alexedwards/scs/v2"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/signin"
)

// sessionStore keeps sessions in the database and finds with each who it is of: one query a page where there would be
// two.
type sessionStore struct {
	scs.CtxStore
	read db.Reader
	now  func() time.Time
	log  *slog.Logger
}

// CommitCtx saves a session. Where the database takes no changes, what a page changed of it is passed over, as unkept
// does: nobody is signed in by it, for that would have failed before.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return unkept(ctx, s.log, s.CtxStore.CommitCtx(ctx, token, data, expiry))
}

// FindCtx finds a session by its hashed token, and leaves who it is of with the request.
func (s sessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	data, in, err := signin.Session(ctx, s.read, token, domain.DateOf(s.now()))
	if errors.Is(err, domain.ErrNotFound) {
		return nil, false, nil
	}
	infoOf(ctx).found = in
	return data, err == nil, err
}

// SessionCodec writes what a session holds as JSON, with sign_in where the database looks for it.
type SessionCodec struct{}

type sessionData struct {
	Deadline time.Time         `json:"deadline"`
	SignIn   domain.SignInID   `json:"sign_in,omitempty"`
	Texts    map[string]string `json:"texts,omitempty"`
}

// Encode implements scs.Codec. A session holds texts and whose it is, and nothing else.
func (SessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	d := sessionData{Deadline: deadline, Texts: map[string]string{}}
	for name, v := range values {
		switch v := v.(type) {
		case domain.SignInID:
			d.SignIn = v
		case string:
			d.Texts[name] = v
		default:
			return nil, fmt.Errorf("session: %s is a %T", name, v)
		}
	}
	return json.Marshal(d)
}

// Decode implements scs.Codec.
func (SessionCodec) Decode(data []byte) (deadline time.Time, values map[string]any, err error) {
	var d sessionData
	if err := json.Unmarshal(data, &d); err != nil {
		return time.Time{}, nil, fmt.Errorf("session: %w", err)
	}
	values = map[string]any{}
	for name, text := range d.Texts {
		values[name] = text
	}
	if d.SignIn != 0 {
		values[signInKey] = d.SignIn
	}
	return d.Deadline, values, nil
}
