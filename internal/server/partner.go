package server

func (s *Server) partnerRoutes() []Route { return nil }
