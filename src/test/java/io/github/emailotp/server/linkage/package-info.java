/** Whether all that the jar names is there in a server, read from class files and not loaded. */
package io.github.emailotp.server.linkage;
