package io.github.emailotp.flow.endpoint;

import io.github.emailotp.flow.report.ReportPage;
import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.SharedSendings;
import java.net.URI;
import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.services.resources.RealmsResource;

/** Registers the endpoint {@code /realms/<realm>/email-otp}. */
public final class EndpointFactory implements RealmResourceProviderFactory {

    /** The first part of the endpoint's path, within the realm. */
    public static final String ID = "email-otp";

    private final Clock clock = Clock.systemUTC();

    /** Where a page can ask how far a mail has got, the sending's id to be appended. */
    public static URI sendings(KeycloakSession session) {
        return address(session, Endpoint.SENDINGS);
    }

    /** The page of a report. */
    public static URI report(KeycloakSession session, String id) {
        return address(session, Endpoint.REPORTS + "/" + id);
    }

    private static URI address(KeycloakSession session, String path) {
        return RealmsResource.realmBaseUrl(session.getContext().getUri())
                .path(ID)
                .path(path)
                .build(session.getContext().getRealm().getName());
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new Provider(new Endpoint(
                new SharedSendings(session.getProvider(Cells.class), clock), new ReportPage(session, clock)));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to set.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private record Provider(Endpoint resource) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            return resource;
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
