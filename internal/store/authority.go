package store

import (
	"context"

	"fourgates/internal/domain"
)

// Authorities lists the councils, counties first.
func (r Reader) Authorities(ctx context.Context) ([]domain.Authority, error) {
	return list[domain.Authority](ctx, r.db, "authorities", `
		SELECT id, name, tier
		FROM authorities
		ORDER BY `+tierOrder("tier")+`, name`, named{})
}

// AuthorityNamed finds a council by its name. It returns domain.ErrNotFound where there is none.
func (r Reader) AuthorityNamed(ctx context.Context, name string) (domain.Authority, error) {
	return one[domain.Authority](ctx, r.db, "authority", `
		SELECT id, name, tier FROM authorities WHERE name = @name`, named{"name": name})
}

// AddAuthority stores a new council and returns its id.
func (w Writer) AddAuthority(ctx context.Context, a domain.Authority) (domain.AuthorityID, error) {
	return value[domain.AuthorityID](ctx, w.db, "add authority", `
		INSERT INTO authorities (name, tier) VALUES (@name, @tier) RETURNING id`,
		named{"name": a.Name, "tier": string(a.Tier)})
}

// tierOrder sorts a tier column from the widest down.
func tierOrder(column string) string {
	return "array_position(ARRAY['county', 'unitary', 'borough', 'parish'], " + column + ")"
}

// Authority loads a council. It returns domain.ErrNotFound where there is none.
func (r Reader) Authority(ctx context.Context, id domain.AuthorityID) (domain.Authority, error) {
	return one[domain.Authority](ctx, r.db, "authority", `
		SELECT id, name, tier FROM authorities WHERE id = @id`, named{"id": int64(id)})
}
