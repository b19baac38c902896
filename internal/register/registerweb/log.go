package registerweb

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve"
)

// logRoutes publish the register as a transparency log, for everyone: hashes alone, and nothing of what was decided.
func logRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/register/checkpoint", policy.SignIn, checkpoint),
		serve.Get("/register/key", policy.SignIn, verifierKey),
		serve.Get("/register/consistency", policy.SignIn, consistency),
		// tlog-tiles, at any size up to a thousand times a thousand tiles
		serve.Get("/register/tile/{level}/{one}", policy.SignIn, tile),
		serve.Get("/register/tile/{level}/{one}/{two}", policy.SignIn, tile),
		serve.Get("/register/tile/{level}/{one}/{two}/{three}", policy.SignIn, tile),
	}
}

// checkpoint is the register as it is now, as a signed note.
func checkpoint(c *serve.Call) error {
	signed, err := registerapp.Checkpoint(c.Context(), c.App)
	if err != nil {
		return err
	}
	return plain(c, string(signed))
}

// verifierKey is the key by which checkpoints are checked.
func verifierKey(c *serve.Call) error {
	key, err := registerapp.VerifierKey(c.App)
	if err != nil {
		return err
	}
	return plain(c, key+"\n")
}

func plain(c *serve.Call, text string) error {
	c.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(c.W, text)
	return nil
}

// consistency is the proof that the register of the size new went on from the one of the size old.
func consistency(c *serve.Call) error {
	old, err1 := strconv.ParseInt(c.URL.Query().Get("old"), 10, 64)
	is, err2 := strconv.ParseInt(c.URL.Query().Get("new"), 10, 64)
	if err1 != nil || err2 != nil {
		return fmt.Errorf("sizes of the register: %w", domain.ErrNotFound)
	}
	proof, err := registerapp.Consistency(c.Context(), c.App, old, is)
	if err != nil {
		return err
	}
	body, err := json.Marshal(proof)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json")
	_, _ = c.W.Write(append(body, '\n'))
	return nil
}

// tile is the hashes of a tile, 32 bytes each.
func tile(c *serve.Call) error {
	var path []string
	for _, name := range []string{"level", "one", "two", "three"} {
		if part := c.Param(name); part != "" {
			path = append(path, part)
		}
	}
	data, err := registerapp.Tile(c.Context(), c.App, strings.Join(path, "/"))
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/octet-stream")
	_, _ = c.W.Write(data)
	return nil
}
