// Package migrations holds the schema, one change a file, in order.
package migrations

import "embed"

// FS holds the migrations for goose.
//
//go:embed *.sql
var FS embed.FS
