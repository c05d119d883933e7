import { guarded } from '../../_components/guarded';

export default guarded('keys.protect');
