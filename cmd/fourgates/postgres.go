package main

import (
	"context"
	"fmt"

	"fourgates/internal/config"
	"fourgates/internal/pgserver"
)

// postgres prints the folder of the server binaries that a private Postgres would run on.
func postgres(_ context.Context, in installation, _ []string) error {
	dir, err := pgserver.Find(privateOptions(in.cfg))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(in.out, dir)
	return err
}

func privateOptions(cfg config.Config) pgserver.Options {
	return pgserver.Options{Folder: cfg.Data, BinDir: cfg.PostgresBin, Checkouts: checkouts()}
}
