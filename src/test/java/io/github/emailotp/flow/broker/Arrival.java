package io.github.emailotp.flow.broker;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.RecordedEvents;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.util.ExistingUserInfo;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** Somebody who has come from a provider, as Keycloak tells the step; it notes how the step ends the request. */
final class Arrival {

    final Map<Object, Object> notes = new HashMap<>();
    final Map<String, String> smtp = new HashMap<>(Map.of("host", "localhost"));
    final IdentityProviderModel provider = new IdentityProviderModel();
    final AuthenticationExecutionModel step = new AuthenticationExecutionModel();

    /** What the step has told Keycloak, in its order. */
    final List<String> told = new ArrayList<>();

    final RecordedEvents events = new RecordedEvents();

    boolean isProviderThere = true;
    boolean isAccountThere = true;
    boolean isVerified;

    private final SerializedBrokeredIdentityContext identity = new SerializedBrokeredIdentityContext();

    Arrival() {
        provider.setAlias("shop");
        provider.setDisplayName("The Shop");
        provider.setEnabled(true);
        step.setId("step");
        step.setRequirement(Requirement.ALTERNATIVE);
        identity.setIdentityProviderId("shop");
        identity.setId("id-1");
        identity.saveToAuthenticationSession(login(), "BROKERED_CONTEXT");
        notes.put("EXISTING_USER_INFO", new ExistingUserInfo("owner", "email", "alice@example.test").serialize());
    }

    AuthenticationFlowContext context() {
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getSession", given -> session());
        methods.put("getRealm", given -> realm());
        methods.put("getAuthenticationSession", given -> login());
        methods.put("getExecution", given -> step);
        methods.put("getEvent", given -> events.builder());
        methods.put("getHttpRequest", given -> request());
        methods.put("form", given -> form());
        methods.put("attempted", given -> told.add("attempted"));
        methods.put("success", given -> told.add("success"));
        methods.put("setUser", given -> told.add("user " + ((UserModel) given.get(0)).getId()));
        methods.put("forceChallenge", given -> told.add("page"));
        return Fake.answering(AuthenticationFlowContext.class, methods);
    }

    UserModel account() {
        return Fake.answering(
                UserModel.class,
                Map.of(
                        "getId", given -> "owner",
                        "getEmail", given -> "alice@example.test",
                        "isEmailVerified", given -> isVerified));
    }

    private AuthenticationSessionModel login() {
        RootAuthenticationSessionModel browser =
                Fake.answering(RootAuthenticationSessionModel.class, Map.of("getId", given -> "browser"));
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getRealm", given -> realm());
        methods.put("getParentSession", given -> browser);
        methods.put("getTabId", given -> "tab");
        methods.put("getAuthNote", given -> notes.get(given.get(0)));
        methods.put("setUserSessionNote", given -> null);
        methods.put("setAuthNote", given -> notes.put(given.get(0), given.get(1)));
        return Fake.answering(AuthenticationSessionModel.class, methods);
    }

    private KeycloakSession session() {
        UserProvider users = Fake.answering(
                UserProvider.class,
                Map.of("getUserById", given -> isAccountThere && given.get(1).equals("owner") ? account() : null));
        UserSessionProvider logins = Fake.answering(UserSessionProvider.class, Map.of("getUserSession", given -> null));
        IdentityProviderStorageProvider providers = Fake.answering(
                IdentityProviderStorageProvider.class,
                Map.of("getByAlias", given -> isProviderThere && given.get(0).equals("shop") ? provider : null));
        return Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "users", given -> users,
                        "sessions", given -> logins,
                        "identityProviders", given -> providers));
    }

    private RealmModel realm() {
        return Fake.answering(
                RealmModel.class,
                Map.of(
                        "getId", given -> "realm",
                        "getName", given -> "realm",
                        "getSmtpConfig", given -> smtp,
                        "isRegistrationEmailAsUsername", given -> false));
    }

    private static HttpRequest request() {
        return Fake.answering(
                HttpRequest.class,
                Map.of(
                        "getHttpMethod",
                        given -> "POST",
                        "getDecodedFormParameters",
                        given -> new MultivaluedHashMap<>()));
    }

    private LoginFormsProvider form() {
        return Fake.answering(
                LoginFormsProvider.class, Map.of("setError", given -> form(), "createErrorPage", given -> {
                    told.add("error " + given.get(0));
                    return null;
                }));
    }
}
