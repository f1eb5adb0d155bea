package io.github.emailotp.storage;

import org.keycloak.provider.ProviderFactory;

/** Gives each session its view of the cells. */
public interface CellsFactory extends ProviderFactory<Cells> {}
