package io.github.emailotp.flow.registration;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The token of a link that invites into an organization. Keycloak's form wants it among the parameters of its own address, and Keycloak hands it
 * on from one form to the next, but not to a page that is loaded again: so the login remembers it. Whether it is good, Keycloak says.
 */
final class Invitation {

    private static final String NOTE = "email-otp.registration.invitation";

    /** {@code DefaultActionToken.JSON_FIELD_EMAIL}. */
    private static final String ADDRESS = "eml";

    private Invitation() {}

    /** Remembers that of a request, if it has one. */
    static void keep(UriInfo request, AuthenticationSessionModel login) {
        Optional.ofNullable(request.getQueryParameters().getFirst(Constants.TOKEN))
                .filter(token -> !token.isBlank())
                .ifPresent(token -> login.setAuthNote(NOTE, token));
    }

    /** Whether the login has one, and the request has lost it. */
    static boolean isMissing(UriInfo request, AuthenticationSessionModel login) {
        return login.getAuthNote(NOTE) != null && !request.getQueryParameters().containsKey(Constants.TOKEN);
    }

    /** This address of the login's, with the one that it has. */
    static URI in(URI page, AuthenticationSessionModel login) {
        String token = login.getAuthNote(NOTE);
        return token == null
                ? page
                : UriBuilder.fromUri(page).queryParam(Constants.TOKEN, token).build();
    }

    /** Whom it was mailed to, as it says itself: good for a field that is filled in, and for nothing else. */
    static Optional<String> address(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getAuthNote(NOTE)).flatMap(Invitation::said);
    }

    private static Optional<String> said(String token) {
        try {
            JsonNode said = new JWSInput(token).readJsonContent(JsonNode.class);
            return Optional.ofNullable(said.path(ADDRESS).textValue());
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }
}
