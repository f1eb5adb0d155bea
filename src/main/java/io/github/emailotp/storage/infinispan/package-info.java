/**
 * The cells in Keycloak's cache {@code actionTokens}. The only package that knows Infinispan and Keycloak's private classes
 * around it: {@code InfinispanConnectionProvider} and the one value class that Keycloak's marshaller lets into that cache.
 */
package io.github.emailotp.storage.infinispan;
