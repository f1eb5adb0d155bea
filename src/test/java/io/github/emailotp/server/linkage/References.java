package io.github.emailotp.server.linkage;

import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the methods of a class name: types, and members of types, in the order of their names. */
final class References extends ClassVisitor {

    /**
     * Something that is named.
     *
     * @param member with its descriptor, as {@link Shape} has it; empty if only the type is named
     */
    record Reference(String type, String member) implements Comparable<Reference> {

        @Override
        public int compareTo(Reference other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return type + " " + member;
        }
    }

    private final Set<Reference> all = new TreeSet<>();

    private References() {
        super(Opcodes.ASM9);
    }

    static Set<Reference> of(byte[] file) {
        References references = new References();
        new ClassReader(file).accept(references, ClassReader.SKIP_FRAMES);
        return references.all;
    }

    private void add(String type, String member) {
        // Arrays have what every object has, and a method handle's invoke has whatever type it is called with.
        if (!type.startsWith("[") && !type.equals("java/lang/invoke/MethodHandle")) {
            all.add(new Reference(type, member));
        }
    }

    private void addTypesOf(String descriptor) {
        Type type = Type.getType(descriptor);
        if (type.getSort() == Type.METHOD) {
            addTypesOf(type.getReturnType().getDescriptor());
            for (Type argument : type.getArgumentTypes()) {
                addTypesOf(argument.getDescriptor());
            }
        } else {
            Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
            if (element.getSort() == Type.OBJECT) {
                add(element.getInternalName(), "");
            }
        }
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
        addTypesOf(type);
        return new MethodVisitor(Opcodes.ASM9) {

            @Override
            public void visitTypeInsn(int code, String named) {
                add(named, "");
            }

            @Override
            public void visitFieldInsn(int code, String owner, String field, String fieldType) {
                add(owner, field + " " + fieldType);
            }

            @Override
            public void visitMethodInsn(int code, String owner, String method, String methodType, boolean isInterface) {
                add(owner, method + methodType);
                addTypesOf(methodType);
            }

            @Override
            public void visitInvokeDynamicInsn(String method, String methodType, Handle by, Object... arguments) {
                addTypesOf(methodType);
                for (Object argument : arguments) {
                    if (argument instanceof Handle handle) {
                        String between = handle.getTag() <= Opcodes.H_PUTSTATIC ? " " : "";
                        add(handle.getOwner(), handle.getName() + between + handle.getDesc());
                    }
                }
            }

            @Override
            public void visitLdcInsn(Object value) {
                if (value instanceof Type constant) {
                    addTypesOf(constant.getDescriptor());
                }
            }

            @Override
            public void visitTryCatchBlock(Label from, Label to, Label by, String caught) {
                if (caught != null) {
                    add(caught, "");
                }
            }
        };
    }
}
