// Package static serves the built stylesheets and scripts.
//
// `npm run build` in web/assets writes them to dist under names that carry a hash of their content, with a manifest and
// compressed copies; the binary carries dist. A file under its hashed name never changes, so browsers keep it for good.
package static

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// ErrNotBuilt says that the binary was made before the assets were.
var ErrNotBuilt = errors.New("the stylesheets and scripts were not built: run `make build`, or `npm ci && npm run " +
	"build` in web/assets, and build the binary again")

// Assets are the built files.
type Assets struct {
	files    fs.FS
	manifest map[string]string // "main.css" → "main-<hash>.css"
}

// Open reads the manifest of the built files. Call it at start: it returns ErrNotBuilt when there are none,
// and an error that names the file when one of them is missing.
func Open() (*Assets, error) {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the built assets: %w", err)
	}
	return open(dist)
}

func open(dist fs.FS) (*Assets, error) {
	text, err := fs.ReadFile(dist, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	}
	if err != nil {
		return nil, fmt.Errorf("read the manifest of the assets: %w", err)
	}
	a := &Assets{files: dist}
	if err := json.Unmarshal(text, &a.manifest); err != nil {
		return nil, fmt.Errorf("read the manifest of the assets: %w", err)
	}
	for name, hashed := range a.manifest {
		if _, err := fs.Stat(dist, hashed); err != nil {
			return nil, fmt.Errorf("asset %s: %w", name, err)
		}
	}
	return a, nil
}

// Path is the address of an asset by its plain name: "main.css" → "/assets/main-1a2b3c4d.css".
// It panics on a name that was never built, for that is a mistake in a page and shows in any test of it.
func (a *Assets) Path(name string) string {
	hashed, ok := a.manifest[name]
	if !ok {
		panic(fmt.Sprintf("static: no asset is named %q", name))
	}
	return "/assets/" + hashed
}
