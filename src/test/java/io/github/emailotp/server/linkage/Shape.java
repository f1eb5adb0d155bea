package io.github.emailotp.server.linkage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file says of its class.
 *
 * @param parents its superclass and its interfaces
 * @param members its fields and methods, each with its descriptor
 * @param unwritten those of its methods that are abstract
 */
record Shape(String name, boolean isAbstract, List<String> parents, Set<String> members, Set<String> unwritten) {

    static Shape of(byte[] file) {
        Reader reader = new Reader();
        new ClassReader(file).accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new Shape(reader.name, reader.isAbstract, reader.parents, reader.members, reader.unwritten);
    }

    private static final class Reader extends ClassVisitor {

        private final List<String> parents = new ArrayList<>();
        private final Set<String> members = new HashSet<>();
        private final Set<String> unwritten = new HashSet<>();
        private String name = "";
        private boolean isAbstract;

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String self, String signature, String parent, String[] interfaces) {
            name = self;
            isAbstract = isAbstract(access);
            if (parent != null) {
                parents.add(parent);
            }
            parents.addAll(List.of(interfaces));
        }

        @Override
        public FieldVisitor visitField(int access, String field, String type, String signature, Object value) {
            members.add(field + " " + type);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String type, String signature, String[] thrown) {
            members.add(method + type);
            if (isAbstract(access)) {
                unwritten.add(method + type);
            }
            return null;
        }

        private static boolean isAbstract(int access) {
            return (access & Opcodes.ACC_ABSTRACT) != 0;
        }
    }
}
