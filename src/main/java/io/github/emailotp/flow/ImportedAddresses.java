package io.github.emailotp.flow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Warns of LDAP stores from which Keycloak imports an address once and never reads it again, so that codes go to the address of
 * the first import: the mapper that Keycloak itself makes does so ({@code LDAPStorageProviderFactory.onCreate}). Thread-safe.
 */
public final class ImportedAddresses {

    private static final Logger LOG = Logger.getLogger(ImportedAddresses.class);

    private static final String STORE = "ldap";
    private static final String IMPORT = "importEnabled";
    private static final String MAPPERS = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";
    private static final String ATTRIBUTE_MAPPER = "user-attribute-ldap-mapper";
    private static final String ATTRIBUTE = "user.model.attribute";
    private static final String ALWAYS_READ = "always.read.value.from.ldap";

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Looks at the store that the user comes from, at the first of its users since the server started. */
    public void lookAt(RealmModel realm, UserModel user) {
        String store = user.getFederationLink();
        if (store != null && seen.add(store)) {
            warnOf(realm, store);
        }
    }

    private static void warnOf(RealmModel realm, String store) {
        ComponentModel provider = realm.getComponent(store);
        if (provider == null || !STORE.equals(provider.getProviderId()) || !provider.get(IMPORT, true)) {
            return;
        }
        realm.getComponentsStream(store, MAPPERS)
                .filter(mapper -> ATTRIBUTE_MAPPER.equals(mapper.getProviderId()))
                .filter(mapper -> UserModel.EMAIL.equals(mapper.get(ATTRIBUTE)))
                .filter(mapper -> !mapper.get(ALWAYS_READ, false))
                .forEach(mapper -> LOG.warnf(
                        "Codes go to the addresses that users of the store \"%s\" in realm \"%s\" had when they were imported:"
                                + " its mapper \"%s\" does not follow changes. Switch its \"Always Read Value From LDAP\" on",
                        plain(provider.getName()), plain(realm.getName()), plain(mapper.getName())));
    }

    private static String plain(String name) {
        return name == null ? "" : name.replaceAll("\\p{Cntrl}", "?");
    }
}
