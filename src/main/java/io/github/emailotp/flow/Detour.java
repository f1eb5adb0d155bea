package io.github.emailotp.flow;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.representations.docker.DockerError;
import org.keycloak.representations.docker.DockerErrorResponseToken;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.resources.LoginActionsService;

/**
 * What a request gets in place of the page where the page would be lost. Only below {@code login-actions} does a page stay:
 * of an endpoint of a protocol, Keycloak throws the answer away ({@code prompt=none}, SAML's IsPassive, by {@code
 * AuthorizationEndpointBase}), or repeats the whole login with each reload (a step-up); and so it does with each GET of a mailed link in
 * a browser that has not asked for it, which mail scanners make, too. A client without a browser cannot
 * show it. So nothing may be mailed there; nor in a silent login that has come from an identity provider, the one page below
 * {@code login-actions} that is thrown away ({@code LoginActionsService.brokerLoginFlow}). Where the provider could not log in
 * silently, that login may go on in the browser flow, and its pages are shown.
 */
public final class Detour {

    private static final String NO_PAGE =
            "This login needs a code that is mailed, which can only be asked for in a browser";

    /** {@code ResourceOwnerPasswordCredentialsGrantType} calls its flow so. */
    private static final String PASSWORD_GRANT = "token";

    private static final Set<String> IN_BROKER_FLOWS =
            Set.of(LoginActionsService.FIRST_BROKER_LOGIN_PATH, LoginActionsService.POST_BROKER_LOGIN_PATH);

    /** {@code LoginActionsService.executeActionToken}. */
    private static final String MAILED_LINK = "action-token";

    private static final int SEGMENTS_TO_SERVICE = 2;

    private Detour() {}

    /**
     * The answer for a request that can show no page that stays; empty if it can. A browser is led to where it can; a client
     * that is none is refused, in its protocol's form, by an event with the error {@code not_allowed}.
     */
    public static Optional<Response> of(AuthenticationFlowContext context) {
        if (isSilent(context) && IN_BROKER_FLOWS.contains(context.getFlowPath())) {
            // Keycloak puts its protocol's interaction_required in this place.
            return Optional.of(Response.noContent().build());
        }
        if (isWherePagesStay(context)) {
            return Optional.empty();
        }
        return refusal(context)
                .or(() -> Optional.of(
                        Response.seeOther(context.getRefreshExecutionUrl()).build()));
    }

    /** The answer for a client that is no browser; empty if it may be one. */
    public static Optional<Response> refusal(AuthenticationFlowContext context) {
        if (context.getFlowPath().equals(PASSWORD_GRANT)) {
            return Optional.of(refused(context, Response.Status.BAD_REQUEST, oauthError()));
        }
        if (DockerAuthV2Protocol.LOGIN_PROTOCOL.equals(
                context.getAuthenticationSession().getProtocol())) {
            return Optional.of(refused(context, Response.Status.FORBIDDEN, dockerError()));
        }
        return Optional.empty();
    }

    /** {@code prompt=none}, handed on to an identity provider that accepts it. */
    private static boolean isSilent(AuthenticationFlowContext context) {
        return "true"
                .equals(context.getAuthenticationSession()
                        .getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN));
    }

    private static boolean isWherePagesStay(AuthenticationFlowContext context) {
        return isWherePagesStay(context.getUriInfo().getPathSegments().stream()
                .map(PathSegment::getPath)
                .toList());
    }

    /**
     * {@code …/realms/<realm>/login-actions/…} but for {@code action-token}, the address of mailed links, by the request itself: the base
     * address is the one that the administrator has set, and may have another path in front.
     */
    static boolean isWherePagesStay(List<String> path) {
        int service = path.indexOf("realms") + SEGMENTS_TO_SERVICE;
        return service + 1 < path.size()
                && path.get(service).equals("login-actions")
                && !path.get(service + 1).equals(MAILED_LINK);
    }

    private static Response refused(AuthenticationFlowContext context, Response.Status status, Object error) {
        context.getEvent()
                .clone()
                .user(context.getUser())
                .detail(Details.REASON, NO_PAGE)
                .error(Errors.NOT_ALLOWED);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(error)
                .build();
    }

    /** RFC 6749 §5.2. */
    private static OAuth2ErrorRepresentation oauthError() {
        return new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, NO_PAGE);
    }

    /** The errors of the Docker registry's HTTP API V2. */
    private static DockerErrorResponseToken dockerError() {
        return new DockerErrorResponseToken(List.of(new DockerError("DENIED", NO_PAGE, List.of())));
    }
}
