/** A condition for flows: whether somebody comes from a network that the administrator trusts. */
package io.github.emailotp.flow.network;
