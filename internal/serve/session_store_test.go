package serve_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/serve"
)

func TestSessionCodecReadsWhatItWrites(t *testing.T) {
	deadline := time.Date(2026, time.March, 10, 22, 0, 0, 0, time.UTC)
	for _, values := range []map[string]any{
		{},
		{"sign-in": domain.SignInID(7)},
		{"sign-in": domain.SignInID(7), "flash": "Zoë’s issue raised", "return to": "/issues?q=a%20b"},
	} {
		data, err := serve.SessionCodec{}.Encode(deadline, values)
		if err != nil {
			t.Fatal(err)
		}
		until, got, err := serve.SessionCodec{}.Decode(data)
		if err != nil || !until.Equal(deadline) || !cmp.Equal(got, values) {
			t.Errorf("%v until %v is read as %v until %v, %v", values, deadline, got, until, err)
		}
	}
}

func TestSessionHoldsNothingThatItCannotWrite(t *testing.T) {
	if _, err := (serve.SessionCodec{}).Encode(time.Time{}, map[string]any{"count": 3}); err == nil {
		t.Error("a number was taken and would be lost")
	}
	if _, _, err := (serve.SessionCodec{}).Decode([]byte("\x00\x01")); err == nil {
		t.Error("what is no session was read as one")
	}
}
