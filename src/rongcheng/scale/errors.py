"""What can be wrong with a file of visits, or with the place where the results should go."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, PeerError


class InputMissing(CallerError):
    """There is no file of visits where one was named (找不到就诊文件)."""

    code = "scale.E001"
    zh = "{given} 里没有 Parquet 文件。请给出一个文件、一个文件夹，或带 * 的文件名。"
    en = "There is no Parquet file at {given}. Name a file, a folder, or a pattern with *."


class InputUnreadable(CallerError):
    """A file is no Parquet, or is damaged (文件读不了)."""

    code = "scale.E002"
    zh = "{file} 读不了（{reason}）。请确认它是完整的 Parquet 文件，再运行一次；什么也没有写。"
    en = "{file} cannot be read ({reason}). Check that it is whole Parquet; nothing was written."


class ColumnMissing(CallerError):
    """A file lacks a column that every visit needs (缺少必需的列)."""

    code = "scale.E003"
    zh = "{file} 缺少列 {column}（{meaning}，{wanted}）。请补上这一列再运行；什么也没有写。"
    en = "{file} lacks the column {column} ({meaning}, {wanted}). Add it; nothing was written."


class ColumnTypeWrong(CallerError):
    """A column has a type that cannot be taken for the documented one (列的类型不对)."""

    code = "scale.E004"
    zh = "{file} 的列 {column} 是 {found}，应为 {wanted}。请改好类型再运行；什么也没有写。"
    en = "{file}: column {column} is {found}, wanted {wanted}. Mend it; nothing was written."


class ColumnTwice(CallerError):
    """A file has two columns of one name, so nobody can tell which is meant (列名重复)."""

    code = "scale.E005"
    zh = "{file} 里有两列都叫 {column}。请只留一列再运行；什么也没有写。"
    en = "{file} has two columns named {column}. Keep one of them; nothing was written."


class TargetExists(CallerError):
    """A file lies already where the results should go (结果文件已存在)."""

    code = "scale.E006"
    zh = "{target} 已经存在。请换一个文件名，或者加 --force 覆盖它。"
    en = "{target} exists already. Choose another name, or give --force to replace it."


class TargetIsInput(CallerError):
    """The results would overwrite what is read, or be read again (结果会覆盖输入)."""

    code = "scale.E007"
    zh = "{target} 就是输入，或者在输入的文件夹里。请把结果写到别处。"
    en = "{target} is part of the input. Write the results somewhere else."


class TargetFolderMissing(CallerError):
    """The folder for the results does not exist (目标文件夹不存在)."""

    code = "scale.E008"
    zh = "没有文件夹 {folder}。请先建好它，再运行一次。"
    en = "There is no folder {folder}. Make it first, then run again."


class TargetUnwritable(PeerError):
    """The disk does not take the results: it is full or closed to us (写不进去)."""

    code = "scale.E009"
    zh = "写不进 {folder}（{reason}）。没有留下半个文件；请腾出空间或换一个地方，再运行一次。"
    en = (
        "Nothing can be written to {folder} ({reason}). No half file was left; make room or choose"
        " another place, and run again."
    )


class TargetBusy(CallerError):
    """Another run is writing the same file at this moment (另一次运行正在写)."""

    code = "scale.E010"
    zh = "另一次运行正在写 {target}。请等它结束，或者换一个文件名。"
    en = "Another run is writing {target}. Wait for its end, or choose another name."


class PersonTooLong(CallerError):
    """One person has more rows than fit in memory together (一个人的行太多)."""

    code = "scale.E011"
    zh = (
        "人员 {person} 连续有 {limit} 行以上，放不进内存，多半是 person 列填错了。"
        "请核对这一列；没有留下结果。"
    )
    en = (
        "Person {person} has more than {limit} rows, too many for memory; most likely the column"
        " person is wrong. Check it; no result was left."
    )


class MemoryTooSmall(CallerError):
    """The memory allowed does not suffice for any work (内存上限太小)."""

    code = "scale.E012"
    zh = "--memory {given} 太小，至少要 {least} GiB。"
    en = "--memory {given} is too small; at least {least} GiB are needed."


class TargetsAlike(CallerError):
    """Results and faults would go into one file (两个结果文件同名)."""

    code = "scale.E013"
    zh = "--out 和 --faults 都是 {target}。请给两个不同的文件名。"
    en = "--out and --faults are both {target}. Give two different names."


class VocabulariesDiffer(CallerError):
    """Two policies read over the same visits know different words (两套政策用词不同)."""

    code = "scale.E014"
    zh = "两套政策的 {column} 用词不同，不能同时用于一批就诊。请用同样的都市圈比较。"
    en = (
        "The policies know different words of {column} and cannot be set side by side. Compare"
        " policies of the same metro areas."
    )
